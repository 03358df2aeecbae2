package dev.larder.session.limit;

import java.time.Duration;

/**
 * How things stand for one limit and key after a decision.
 *
 * @param ask what was asked
 * @param remaining permits that could be taken at once now
 * @param retryAfter how long it is until what was asked can be taken, if nobody else takes anything; zero unless this limit denied. Of
 *     concurrent permits: until the next lease ends, at the latest; of a window, where a note denies more than the server has: until
 *     all permits are back, at the latest
 * @param nextAfter how long it is until more than {@code remaining} can be taken, if nobody takes anything; zero where all can
 * @param fullAfter how long it is until all permits are back, if nobody takes anything
 * @param mark where in the server's time the limit keeps what was taken, for {@link Limits#refund}; 0 where nothing was taken at the server
 */
public record Standing(
        Ask ask, long remaining, Duration retryAfter, Duration nextAfter, Duration fullAfter, long mark) {

    /** Returns the limit that was asked. */
    public Limit limit() {
        return ask.limit();
    }

    /** Returns whether this limit denied what was asked of it. */
    public boolean denied() {
        return !retryAfter.isZero();
    }
}
