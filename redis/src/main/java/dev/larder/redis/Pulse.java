package dev.larder.redis;

/** What the heartbeats say of a connection: the circuit breaker. */
enum Pulse {
    /** The heartbeats are answered in time. */
    BEATING,
    /** One is overdue: refuse commands at once, go on with heartbeats. */
    STALLED,
    /** One is overdue by so much that the connection is given up. */
    DEAD;

    /**
     * Decides from the heartbeats alone, since each other command travels between two of them.
     *
     * @param now {@link System#nanoTime()}
     * @param unanswered whether a heartbeat is under way
     * @param oldest when the oldest heartbeat under way was sent
     * @param stallAfter nanoseconds, the command timeout
     * @param deadAfter nanoseconds
     */
    static Pulse of(long now, boolean unanswered, long oldest, long stallAfter, long deadAfter) {
        if (!unanswered) {
            return BEATING;
        }
        long age = now - oldest;
        if (age >= deadAfter) {
            return DEAD;
        }
        return age >= stallAfter ? STALLED : BEATING;
    }
}
