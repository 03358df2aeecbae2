package dev.larder.session.token;

import dev.larder.CacheUnavailableException;
import dev.larder.Keyspace;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
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

    private final Executor executor;
    private final CompletableFuture<@Nullable T> answer = new CompletableFuture<>();

    private Asked(Executor executor) {
        this.executor = executor;
    }

    /**
     * Asks.
     *
     * @param question sends it, with the reply that it is given
     * @return fails with a {@link RedisException}, or with {@link CacheUnavailableException} after the end
     */
    static <T> CompletableFuture<@Nullable T> ask(Keyspace keyspace, Executor executor, Consumer<Reply<T>> question) {
        try {
            keyspace.requireOpen();
        } catch (CacheUnavailableException closed) {
            return CompletableFuture.failedFuture(closed);
        }
        Asked<T> asked = new Asked<>(executor);
        question.accept(asked);
        return asked.answer;
    }

    @Override
    public void onValue(@Nullable T value, boolean tracked) {
        executor.execute(() -> answer.complete(value));
    }

    @Override
    public void onFailure(RedisException failure) {
        executor.execute(() -> answer.completeExceptionally(failure));
    }
}
