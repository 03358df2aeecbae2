package dev.larder.session.limit;

/** What came of giving back or renewing. */
public enum Settlement {
    /** It is done. */
    DONE,
    /** There was nothing any more: given back before, come back by itself, or its lease has ended. */
    GONE,
    /** Redis could not be asked, or did not answer: what was taken comes back with time, as if it had been used. */
    UNAVAILABLE
}
