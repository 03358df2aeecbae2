package dev.larder.redis;

/**
 * What is known of the server's wall clock at one time: the answer to a {@code TIME} that was sent at {@code sentNanos}
 * and answered at {@code receivedNanos}.
 *
 * @param serverMillis the server's wall clock, Unix time in milliseconds
 * @param sentNanos {@link System#nanoTime()} when the request was sent
 * @param receivedNanos {@link System#nanoTime()} when the answer was received
 */
public record ServerClock(long serverMillis, long sentNanos, long receivedNanos) {

    /** The latest that the server's clock can show now: what was true of an expiry by this time is certainly over. */
    public long latestMillis(long nanoTime) {
        return serverMillis + (nanoTime - sentNanos) / 1_000_000 + 1;
    }

    /** The earliest that the server's clock can show now. */
    public long earliestMillis(long nanoTime) {
        return serverMillis + Math.max(0, nanoTime - receivedNanos) / 1_000_000;
    }
}
