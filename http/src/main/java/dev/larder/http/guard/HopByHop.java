package dev.larder.http.guard;

import dev.larder.http.message.Field;
import dev.larder.http.message.Syntax;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that end at this hop (RFC 9110, section 7.6.1).
 *
 * @param removed the names, in lower case, that {@code Connection} lists and that may be listed
 * @param abused whether it lists a field that is meant for all
 * @param malformed whether it lists something that is no token
 */
record HopByHop(Set<String> removed, boolean abused, boolean malformed) {

    static HopByHop of(List<Field> lines, Set<String> trusted) {
        Set<String> removed = new HashSet<>();
        boolean abused = false;
        boolean malformed = false;
        for (Field line : lines) {
            if (line.name().equalsIgnoreCase("connection")) {
                for (String option : Lists.elements(line.value())) {
                    String name = option.toLowerCase(Locale.ROOT);
                    malformed |= !Syntax.isToken(name);
                    if (KnownFields.isForAll(name) || trusted.contains(name)) {
                        abused = true;
                    } else if (!KnownFields.isOption(name)) {
                        removed.add(name);
                    }
                }
            }
        }
        return new HopByHop(removed, abused, malformed);
    }

    boolean takes(String name) {
        return KnownFields.isOfConnection(name) || removed.contains(name);
    }

    @Nullable
    Refusal check(Arrival arrival, Handling abuse) {
        if (malformed || (arrival.isHttp2() && isForeignToHttp2(arrival))) {
            return Refusal.CONNECTION_MALFORMED;
        }
        return abused && abuse == Handling.REFUSE ? Refusal.CONNECTION_ABUSED : null;
    }

    /** RFC 9113, section 8.2.2. Transfer codings are judged with the framing. */
    private static boolean isForeignToHttp2(Arrival arrival) {
        return arrival.lines().stream().anyMatch(line -> switch (line.name().toLowerCase(Locale.ROOT)) {
            case "connection", "keep-alive", "proxy-connection", "upgrade" -> true;
            case "te" -> !line.value().strip().equalsIgnoreCase("trailers");
            default -> false;
        });
    }
}
