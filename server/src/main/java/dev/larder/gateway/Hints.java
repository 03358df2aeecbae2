package dev.larder.gateway;

import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What of early hints (103, RFC 8297) goes on to a client: not what is meant for one hop (RFC 9110, section 7.6.1), nor a length. */
final class Hints {

    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private Hints() {}

    static MultiMap of(Fields fields) {
        Set<String> removed = new HashSet<>(ONE_HOP);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase("Connection")) {
                List.of(field.value().toLowerCase(Locale.ROOT).split(",", -1))
                        .forEach(option -> removed.add(option.strip()));
            }
        }
        MultiMap hints = MultiMap.caseInsensitiveMultiMap();
        for (Field field : fields) {
            if (!removed.contains(field.name().toLowerCase(Locale.ROOT))) {
                hints.add(field.name(), field.value());
            }
        }
        return hints;
    }
}
