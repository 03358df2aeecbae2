package dev.larder.http.guard;

import dev.larder.http.message.ResponseHead;

/** What became of a response before anything was decided about it. */
public sealed interface Judged {

    /**
     * It may be shared, if RFC 9111 says so too.
     *
     * @param response without what ends at this hop
     */
    record Shared(ResponseHead response) implements Judged {}

    /**
     * It is for those who asked: never stored, and not given to others who wait for the same.
     *
     * @param reason why
     * @param response without what ends at this hop
     */
    record NotShared(Unshared reason, ResponseHead response) implements Judged {}

    /**
     * It is given to nobody: 502.
     *
     * @param reason why
     */
    record Broken(Breakage reason) implements Judged {}

    /** Why a response is given to nobody. */
    enum Breakage {
        /** The status is no three digits. */
        STATUS,
        /** A field's name is no token, or its value holds control characters: what an origin echoed could split the response. */
        FIELD,
        /** The head is too large. */
        TOO_LARGE,
        /** {@code Content-Length} is no number, came several times, or with {@code Transfer-Encoding}. */
        FRAMING
    }

    /** Why a response is not shared. */
    enum Unshared {
        /** Its request had nothing to do with the cache. */
        BYPASSED,
        /** It sets a cookie, or says other things to one client. */
        PERSONAL,
        /** Its type is not that of the file that the path looks like, or there is none (deception). */
        DECEPTION,
        /** Its status blames the request, which may be another one for others. */
        FAULT_OF_REQUEST,
        /** It is an error, and the origin saw something that is not in the key. */
        PROVOKED,
        /** {@code Connection} names a field that is meant for all. */
        CONNECTION,
        /** A field that may come once came several times. */
        REPEATED
    }
}
