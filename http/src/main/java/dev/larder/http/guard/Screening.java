package dev.larder.http.guard;

import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.Syntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first to see a request: refuses what different servers read in different ways, and takes away what asks the origin for something
 * else than the cache sees. Pure and thread-safe.
 *
 * <p>A server has to refuse by itself what cannot be seen in fields any more: white space before a colon, folded lines, line feeds without
 * carriage returns, chunks that are malformed, frames of HTTP/2 that do not add up to the length.
 */
public final class Screening {

    private final ScreeningRules rules;

    /** Makes a screening by these rules. */
    public Screening(ScreeningRules rules) {
        this.rules = rules;
    }

    /** Refuses a request, or admits it in its one form. */
    public Screened screen(Arrival arrival) {
        HopByHop hops = HopByHop.of(arrival.lines(), rules.trusted());
        Refusal refusal = checkHead(arrival, hops);
        if (refusal != null) {
            return new Refused(refusal);
        }
        Content content = Framing.content(arrival);
        if (!(content instanceof Content.None) && isWithoutContent(arrival.method())) {
            if (!rules.discardContent()) {
                return new Refused(Refusal.CONTENT_UNEXPECTED);
            }
            content = new Content.Discarded();
        }
        if (content instanceof Content.Sized sized && sized.length() > rules.content()) {
            return new Refused(Refusal.CONTENT_TOO_LONG);
        }
        Place place = Place.of(arrival);
        if (place.refusal() != null) {
            return new Refused(place.refusal());
        }
        TargetReading reading = Target.read(place.target(), rules.target());
        if (reading instanceof Refused refused) {
            return refused;
        }
        Target target = (Target) reading;
        Fields fields = clean(arrival, hops, content);
        RequestHead request =
                new RequestHead(arrival.method(), arrival.scheme(), place.authority(), target.text(), fields);
        return new Admitted(request, target, content);
    }

    private static boolean isWithoutContent(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private @Nullable Refusal checkHead(Arrival arrival, HopByHop hops) {
        Refusal refusal = rules.limits().check(arrival);
        if (refusal == null) {
            refusal = checkMethod(arrival.method());
        }
        if (refusal == null) {
            refusal = checkLines(arrival.lines());
        }
        if (refusal == null) {
            refusal = Framing.check(arrival);
        }
        return refusal == null ? hops.check(arrival, rules.connectionAbuse()) : refusal;
    }

    private @Nullable Refusal checkMethod(String method) {
        if (!Syntax.isToken(method)) {
            return Refusal.METHOD_MALFORMED;
        }
        if (method.equals("TRACE") || method.equals("CONNECT")) {
            return Refusal.METHOD_FORBIDDEN;
        }
        return rules.methods().contains(method) ? null : Refusal.METHOD_UNKNOWN;
    }

    private static @Nullable Refusal checkLines(List<Field> lines) {
        Set<String> once = new HashSet<>();
        for (Field line : lines) {
            if (!Syntax.isToken(line.name())) {
                return Refusal.FIELD_NAME;
            }
            if (!Syntax.isFieldValue(line.value())) {
                return Refusal.FIELD_VALUE;
            }
            String name = line.name().toLowerCase(Locale.ROOT);
            if (KnownFields.isDisguisedFraming(name)) {
                return Refusal.FRAMING_OBFUSCATED;
            }
            if (KnownFields.ONCE.contains(name) && !once.add(name)) {
                return Refusal.FIELD_REPEATED;
            }
            if (name.equals("expect") && !line.value().strip().equalsIgnoreCase("100-continue")) {
                return Refusal.EXPECTATION;
            }
        }
        return null;
    }

    private Fields clean(Arrival arrival, HopByHop hops, Content content) {
        Fields.Builder cleaned = Fields.builder();
        List<String> cookies = new ArrayList<>(1);
        Set<String> first = new HashSet<>();
        boolean empty = content instanceof Content.None || content instanceof Content.Discarded;
        for (Field line : arrival.lines()) {
            String name = line.name().toLowerCase(Locale.ROOT);
            if (name.equals("cookie")) {
                cookies.add(line.value().strip());
            } else if (stays(name, hops, empty && isWithoutContent(arrival.method()))
                    && (!KnownFields.FIRST.contains(name) || first.add(name))) {
                cleaned.add(line.name(), line.value());
            }
        }
        if (!cookies.isEmpty()) {
            cleaned.add("Cookie", String.join("; ", cookies));
        }
        if (content instanceof Content.Sized sized) {
            cleaned.add("Content-Length", Long.toString(sized.length()));
        }
        return cleaned.build();
    }

    private boolean stays(String name, HopByHop hops, boolean withoutContent) {
        if (hops.takes(name) || name.equals("host") || name.equals("content-length") || name.equals("expect")) {
            return false;
        }
        return rules.trusted().contains(name)
                || !rules.distrusts(name) && !(withoutContent && name.startsWith("content-"));
    }
}
