package dev.larder;

/** Where an invalidation is when the call returns. */
public enum Delivery {
    /** Redis has it: no read anywhere returns the old value later than the staleness bound from now. */
    ACKNOWLEDGED,
    /**
     * Redis could not be reached, or did not answer: this process obeys it already, and it is delivered as soon as Redis
     * answers. Until then other processes that still reach Redis may read the old value.
     */
    JOURNALED;

    /** Returns the weaker of two. */
    Delivery and(Delivery other) {
        return this == JOURNALED ? this : other;
    }
}
