package dev.larder;

import java.time.Duration;
import java.util.Objects;

/** What a cache answers while Redis cannot be reached, or while freshness cannot be proven. */
public sealed interface OutagePolicy {

    /** Goes to the loader, within the limit on concurrent loads so that the source survives. */
    record FailOpen() implements OutagePolicy {}

    /**
     * Answers with the value still at hand, marked as stale, and goes to the loader only where there is none.
     *
     * @param bound how long after the last moment at which the value was known to be fresh it may still be answered; at
     *     most as long as values are kept, which is {@code ttlMax + grace}
     */
    record ServeStale(Duration bound) implements OutagePolicy {
        /** Refuses null only; the bound is checked together with the policy that it belongs to. */
        public ServeStale {
            Objects.requireNonNull(bound, "bound");
        }
    }

    /** Fails the call at once and leaves the loader alone. */
    record FailClosed() implements OutagePolicy {}
}
