package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/**
 * Takes the outcome of one command: exactly one of {@link #onValue} and {@link #onFailure} is called, once.
 *
 * <p>{@code onValue} runs on the connection's I/O thread, in wire order with the other replies and with the pushes of the
 * same connection: a push that the server sent before this reply has been handled before, one sent after it has not.
 * {@code onFailure} may run on any thread, the caller's included. Neither may block.
 *
 * @param <T> type of the value
 */
public interface Reply<T> {

    /**
     * The server answered.
     *
     * @param value the decoded answer, null for a RESP null
     * @param tracked whether the answer came from the tracked connection of the primary that owns the key, so that any
     *     later change of a key that was read will be pushed on this connection; false for answers after an {@code ASK}
     */
    void onValue(@Nullable T value, boolean tracked);

    /**
     * There is no answer: {@link RedisUnavailableException} if the command was never sent,
     * {@link RedisTimeoutException} if it was sent and its outcome is unknown, {@link RedisCommandException} if the
     * server refused it.
     */
    void onFailure(RedisException failure);

    /**
     * The answer to a command that had been reported as {@link RedisTimeoutException} arrived after all. On the I/O
     * thread, in wire order.
     */
    default void onLateValue(@Nullable T value) {}
}
