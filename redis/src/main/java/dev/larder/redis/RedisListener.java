package dev.larder.redis;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Told of what the tracked connections announce. Pushes and flushes are called on the I/O thread of the connection
 * concerned, in wire order with its replies; no method may block.
 */
public interface RedisListener {

    /** An answer has come, and is told after this: what is pushed from now on comes behind it. */
    default void onAnswer() {}

    /** A key that was read on this connection has changed, has expired, was evicted, or is no longer tracked. */
    void onInvalidate(byte[] key);

    /**
     * Nothing that was read from these slots is announced any more: the server was flushed, its connection was replaced,
     * or the slots moved. Called before the connection that replaces a lost one is used or proves anything, and also on
     * the first connection. For slots that moved it runs behind the replies of the primary that had them, on its I/O
     * thread, or on the control thread if that connection is gone.
     *
     * @param slots the slots concerned
     */
    void onFlush(IntPredicate slots);

    /**
     * A connection to a primary was made, after the first time or again. What is returned is sent on it before any other
     * command, and the link is used only when all of it has been answered.
     *
     * @param slots the slots of this primary
     * @param primaryChanged whether another server process than before answers for them (never on the first connection)
     */
    List<Call<?>> onConnect(IntPredicate slots, boolean primaryChanged);

    /**
     * The link to a primary came up (true), or it went down or stopped answering (false). Called on the control thread, once
     * for each change of state: it must not block, or no heartbeat is sent.
     */
    default void onLink(LinkStatus status, boolean up) {}
}
