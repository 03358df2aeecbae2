package dev.larder.http.guard;

/**
 * What {@link ResponseScreening} goes by; a route's own.
 *
 * @param cookies what {@code Set-Cookie} means
 * @param dynamicUnderStaticPath whether a path that looks like a file of one type may be answered with another one
 * @param limits how large the head of a response may be
 */
public record ResponseRules(SetCookie cookies, boolean dynamicUnderStaticPath, Limits limits) {

    /** What {@code Set-Cookie} means. */
    public enum SetCookie {
        /** The response is for its client only. The safe profile. */
        NOT_SHARED,
        /** It is taken away, for everybody. */
        STRIP,
        /** It is stored with the response, as the RFC permits. */
        KEEP
    }

    /** A response with cookies is not shared, nor one under a path of another type; 128 lines, 16 KiB a line, 64 KiB in all. */
    public static final ResponseRules SAFE =
            new ResponseRules(SetCookie.NOT_SHARED, false, new Limits(128, 16_384, 65_536));

    /** What RFC 9111 permits. */
    public static final ResponseRules RFC = new ResponseRules(SetCookie.KEEP, true, SAFE.limits());

    /** Returns these with another meaning of {@code Set-Cookie}. */
    public ResponseRules withCookies(SetCookie other) {
        return new ResponseRules(other, dynamicUnderStaticPath, limits);
    }

    /** Says what decides which responses may be shared in one text, the same in all processes. */
    public String rules() {
        return cookies.name() + dynamicUnderStaticPath;
    }

    /** Returns these with another answer to paths that look like files. */
    public ResponseRules withDynamicUnderStaticPath(boolean shared) {
        return new ResponseRules(cookies, shared, limits);
    }
}
