package dev.larder.http.decision;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What may be served if the origin fails: the stored response, below these ages.
 *
 * @param ifError if it failed in any way
 * @param ifDisconnected if it did not answer
 */
public record Fallback(Duration ifError, Duration ifDisconnected) {

    /** Nothing: an error of the origin is passed on, and if it does not answer, the answer is 504. */
    public static final Fallback NONE = new Fallback(Duration.ZERO, Duration.ZERO);

    static Fallback of(Life life, RequestDemands demands) {
        if (life.neverStale()) {
            return NONE;
        }
        Duration ifError = demands.staleIfError() == null
                ? life.staleIfError()
                : Seconds.longest(life.staleIfError(), demands.staleIfError());
        return new Fallback(until(life, ifError), until(life, life.staleWhenDisconnected()));
    }

    private static Duration until(Life life, Duration stale) {
        return stale.isZero() ? Duration.ZERO : Seconds.sum(life.fresh(), stale);
    }

    /**
     * Returns what allows the stored response to be served now.
     *
     * @return null if nothing does
     */
    public @Nullable StaleReason after(Failure failure, Duration age) {
        if (Seconds.isLess(age, ifError)) {
            return StaleReason.STALE_IF_ERROR;
        }
        return failure == Failure.NO_ANSWER && Seconds.isLess(age, ifDisconnected) ? StaleReason.DISCONNECTED : null;
    }
}
