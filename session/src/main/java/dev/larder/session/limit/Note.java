package dev.larder.session.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A denial of the server, and how long it holds without asking again: until the time to retry, which is counted from before the server was
 * asked, and so never too long. It holds for what costs as much or more; what costs more has to wait longer.
 *
 * @param denied how things stood, without whom it was counted for
 * @param atNanos monotonic time at which what was asked can be taken, at the earliest
 * @param untilNanos monotonic time until which it answers
 */
record Note(Standing denied, long atNanos, long untilNanos) {

    static Note of(Standing standing, long sentNanos, Duration longest) {
        Standing denied = withoutKey(standing);
        long wait = denied.retryAfter().toNanos();
        return new Note(denied, sentNanos + wait, sentNanos + Math.min(wait, longest.toNanos()));
    }

    /** The key, which may be long and is the asker's, is not kept. */
    private static Standing withoutKey(Standing standing) {
        Ask bare = new Ask(standing.limit(), "", standing.ask().cost());
        return new Standing(
                bare,
                standing.remaining(),
                standing.retryAfter(),
                standing.nextAfter(),
                standing.fullAfter(),
                standing.mark());
    }

    /**
     * Returns how things stand now, or null if the server has to be asked.
     *
     * @param form that of the limit
     */
    @Nullable
    Standing answer(Form form, Ask ask, long nowNanos) {
        long more = ask.cost() - denied.ask().cost();
        if (untilNanos - nowNanos <= 0 || more < 0) {
            return null;
        }
        Duration wait = Duration.ofNanos(atNanos - nowNanos);
        Duration passed =
                Duration.ofNanos(atNanos - nowNanos - denied.retryAfter().toNanos());
        return new Standing(
                ask,
                denied.remaining(),
                more == 0 ? wait : wait.plus(form.longer(denied, more)),
                less(denied.nextAfter(), passed),
                less(denied.fullAfter(), passed),
                0);
    }

    private static Duration less(Duration time, Duration passed) {
        Duration left = time.plus(passed);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
