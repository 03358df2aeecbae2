package dev.larder.redis;

/**
 * The state of the link to one primary.
 *
 * @param address host and port
 * @param state what can be done on it
 * @param detail the server's version when up, else the last failure; for people
 */
public record LinkStatus(String address, State state, String detail) {

    /** What can be done on a link. */
    public enum State {
        /** A connection is being made. */
        CONNECTING,
        /** Commands are sent and answered. */
        UP,
        /** Connected, but a heartbeat is overdue: commands are refused at once until it is answered. */
        STALLED,
        /** No connection; the next attempt is due after a pause. */
        DOWN
    }
}
