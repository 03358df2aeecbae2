package dev.larder.http.guard;

import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import dev.larder.http.message.Syntax;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first to see a response: says whether it may be shared at all, and takes away what ends here. What it lets pass is stored only if
 * RFC 9111 permits it as well. Pure and thread-safe.
 */
public final class ResponseScreening {

    /** The client asked wrongly, too much, or without the right: none of it is true of others. */
    private static final Set<Integer> FAULTS_OF_REQUEST = Set.of(
            400, 401, 402, 403, 405, 406, 407, 408, 409, 411, 412, 413, 414, 415, 416, 417, 421, 422, 423, 424, 425,
            426, 428, 429, 431, 501, 505, 511);

    private static final Set<String> PERSONAL =
            Set.of("set-cookie2", "authentication-info", "clear-site-data", "www-authenticate");

    private static final Set<String> ONCE =
            Set.of("content-type", "content-location", "content-range", "etag", "last-modified", "location");

    private final ResponseRules rules;

    /** Makes a screening by these rules. */
    public ResponseScreening(ResponseRules rules) {
        this.rules = rules;
    }

    /**
     * Judges a response.
     *
     * @param target what was asked for
     * @param asked how it was asked for
     * @param arrival what came
     */
    public Judged judge(Target target, Ruling.Cached asked, ResponseArrival arrival) {
        Judged.Breakage breakage = breakage(arrival);
        if (breakage != null) {
            return new Judged.Broken(breakage);
        }
        HopByHop hops = HopByHop.of(arrival.lines(), Set.of());
        boolean strips = rules.cookies() == ResponseRules.SetCookie.STRIP;
        ResponseHead response = new ResponseHead(arrival.status(), clean(arrival, hops, strips));
        Judged.Unshared reason = unshared(target, asked, response, hops);
        return reason == null ? new Judged.Shared(response) : new Judged.NotShared(reason, response);
    }

    /** Judges a response to a request that has nothing to do with the cache: it is broken, or for its client only, with its cookies. */
    public Judged pass(ResponseArrival arrival) {
        Judged.Breakage breakage = breakage(arrival);
        if (breakage != null) {
            return new Judged.Broken(breakage);
        }
        Fields fields = clean(arrival, HopByHop.of(arrival.lines(), Set.of()), false);
        return new Judged.NotShared(Judged.Unshared.BYPASSED, new ResponseHead(arrival.status(), fields));
    }

    /**
     * Returns whether as many bytes came as the response said; if not, nothing of it may be stored. A response without content, and one
     * that did not say, agree with anything that their framing let through.
     */
    public static boolean isWhole(String method, ResponseHead response, long received) {
        String length = response.fields().first("content-length");
        boolean empty = method.equals("HEAD") || response.status() == 304 || response.status() == 204;
        return empty ? received == 0 : length == null || Framing.length(length) == received;
    }

    private Judged.@Nullable Breakage breakage(ResponseArrival arrival) {
        if (arrival.status() < 200 || arrival.status() > 999) {
            return Judged.Breakage.STATUS;
        }
        for (Field line : arrival.lines()) {
            if (!Syntax.isToken(line.name()) || !Syntax.isFieldValue(line.value())) {
                return Judged.Breakage.FIELD;
            }
        }
        if (rules.limits().isExceededBy(arrival.lines(), 0)) {
            return Judged.Breakage.TOO_LARGE;
        }
        return isFramed(arrival.all("content-length"), arrival.all("transfer-encoding"))
                ? null
                : Judged.Breakage.FRAMING;
    }

    /** One length, or chunks, or neither: content in any other coding would go on without the field that tells of it. */
    private static boolean isFramed(List<String> lengths, List<String> codings) {
        boolean chunked = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        return codings.isEmpty()
                ? lengths.isEmpty() || (lengths.size() == 1 && Framing.isLength(lengths.get(0)))
                : chunked && lengths.isEmpty();
    }

    private static Fields clean(ResponseArrival arrival, HopByHop hops, boolean stripsCookies) {
        Fields.Builder cleaned = Fields.builder();
        for (Field line : arrival.lines()) {
            String name = line.name().toLowerCase(Locale.ROOT);
            boolean ofNothing = arrival.status() == 204 && name.equals("content-length");
            if (!hops.takes(name) && !ofNothing && !(stripsCookies && name.equals("set-cookie"))) {
                cleaned.add(line.name(), line.value());
            }
        }
        return cleaned.build();
    }

    private Judged.@Nullable Unshared unshared(
            Target target, Ruling.Cached asked, ResponseHead response, HopByHop hops) {
        Fields fields = response.fields();
        boolean cookies = fields.has("set-cookie") && rules.cookies() == ResponseRules.SetCookie.NOT_SHARED;
        if (cookies || PERSONAL.stream().anyMatch(fields::has)) {
            return Judged.Unshared.PERSONAL;
        }
        if (FAULTS_OF_REQUEST.contains(response.status())) {
            return Judged.Unshared.FAULT_OF_REQUEST;
        }
        if (response.status() >= 400 && !asked.plain()) {
            return Judged.Unshared.PROVOKED;
        }
        if (hops.abused() || hops.malformed()) {
            return Judged.Unshared.CONNECTION;
        }
        if (repeats(fields)) {
            return Judged.Unshared.REPEATED;
        }
        return deceives(target, response) ? Judged.Unshared.DECEPTION : null;
    }

    private static boolean repeats(Fields fields) {
        Set<String> once = new HashSet<>();
        for (Field line : fields) {
            String name = line.name().toLowerCase(Locale.ROOT);
            if (ONCE.contains(name) && !once.add(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean deceives(Target target, ResponseHead response) {
        boolean withContent = response.status() != 304 && response.status() != 204;
        return withContent
                && !rules.dynamicUnderStaticPath()
                && StaticPath.contradicts(target.path(), response.fields().first("content-type"));
    }
}
