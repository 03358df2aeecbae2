package dev.larder.session.token;

import dev.larder.CacheUnavailableException;
import dev.larder.Keyspace;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisTimeoutException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question to Redis, whose answer is made on the executor of whoever asks: never on an I/O thread.
 *
 * @param <T> type of the answer
 */
final class Asked<T> implements Reply<T> {

    private final Keyspace keyspace;
    private final Executor executor;
    private final @Nullable Late late;
    private final CompletableFuture<@Nullable T> answer = new CompletableFuture<>();

    private Asked(Keyspace keyspace, Executor executor, @Nullable Late late) {
        this.keyspace = keyspace;
        this.executor = executor;
        this.late = late;
    }

    /**
     * Asks what does no harm whenever it is done.
     *
     * @param question sends it, with the reply that it is given
     * @return fails with a {@link RedisException}, or with {@link CacheUnavailableException} after the end
     */
    static <T> CompletableFuture<@Nullable T> ask(Keyspace keyspace, Executor executor, Consumer<Reply<T>> question) {
        return ask(keyspace, executor, null, question);
    }

    /**
     * Asks what must not be done after its caller was told that it may not have been.
     *
     * @param late when it will not be done any more
     */
    static <T> CompletableFuture<@Nullable T> ask(
            Keyspace keyspace, Executor executor, @Nullable Late late, Consumer<Reply<T>> question) {
        try {
            keyspace.requireOpen();
        } catch (CacheUnavailableException closed) {
            return CompletableFuture.failedFuture(closed);
        }
        Asked<T> asked = new Asked<>(keyspace, executor, late);
        question.accept(asked);
        return asked.answer;
    }

    @Override
    public void onValue(@Nullable T value, boolean tracked) {
        executor.execute(() -> answer.complete(value));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the timer is not to be cancelled
    public void onFailure(RedisException failure) {
        long left = late != null && failure instanceof RedisTimeoutException ? late.nanos() - System.nanoTime() : 0;
        if (left > 0) {
            keyspace.later(Duration.ofNanos(left), () -> fail(failure));
        } else {
            fail(failure);
        }
    }

    private void fail(RedisException failure) {
        executor.execute(() -> answer.completeExceptionally(failure));
    }
}
