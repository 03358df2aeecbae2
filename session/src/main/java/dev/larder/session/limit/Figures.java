package dev.larder.session.limit;

/**
 * The numbers that {@code take.lua} answers to a whole batch.
 *
 * @param numbers as its header says
 * @param sentNanos the monotonic time just before it was sent: the script ran later
 */
record Figures(long[] numbers, long sentNanos) {

    /** The server's time, Unix microseconds. */
    long now() {
        return numbers[0];
    }

    long at(int index) {
        return numbers[index];
    }
}
