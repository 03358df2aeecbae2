package dev.larder.http.decision;

/** Why a response is not stored. */
public enum Refusal {
    /** Its method is not one that is stored. */
    METHOD(false),
    /** It is an interim response. */
    INTERIM(false),
    /** It was cut short. */
    INCOMPLETE(false),
    /** The client does not want it stored. */
    REQUEST_NO_STORE(false),
    /** It says so. */
    NO_STORE(true),
    /** It is for one user. */
    PRIVATE(true),
    /** It answers a request with {@code Authorization}, and does not say that it may be shared. */
    AUTHORIZED(false),
    /** It asks for caches that understand its status. */
    NOT_UNDERSTOOD(true),
    /** It is a part that cannot be combined with others, or parts are not stored. */
    PARTIAL(false),
    /** It says that what the client has is valid. */
    NOT_MODIFIED(false),
    /** Its status answers a condition, a range or an expectation of this request. */
    CONDITIONAL(false),
    /** It is selected by more than fields. */
    VARIES_BY_ALL(true),
    /** It sets a cookie. */
    SET_COOKIE(true),
    /** It is an error that settings do not have stored, or that does not say how long it is good for. */
    ERROR(false),
    /** It has too many tags, or one that is none: it could not be invalidated by all that it names. */
    TAGS(true),
    /** Nothing allows it. */
    NOT_CACHEABLE(true),
    /** It would never be used: neither fresh, nor stale, nor to be validated. */
    USELESS(true);

    private final boolean lasting;

    Refusal(boolean lasting) {
        this.lasting = lasting;
    }

    /**
     * Returns whether the next response of this target will probably be refused as well, so that nobody should wait for it. What one
     * request brings about is not: else a client could keep a target from being stored for others.
     */
    public boolean isLasting() {
        return lasting;
    }

    /** Returns whether only this request stands against it: then the response says nothing about what is stored for others. */
    public boolean isOfRequest() {
        return this == METHOD || this == REQUEST_NO_STORE || this == AUTHORIZED || this == CONDITIONAL;
    }
}
