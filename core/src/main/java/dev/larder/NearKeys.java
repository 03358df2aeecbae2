package dev.larder;

import dev.larder.far.RedisKey;
import dev.larder.near.Copies;
import dev.larder.near.NearCopy;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Copies in this process of what one {@link Keyspace} has in Redis, each made of one or more keys of one slot, and each as
 * coherent as the near tier of a cache.
 *
 * <p>A copy is answered only as long as nothing that it was made of has changed more than one staleness bound ago, whatever the
 * network does (G1); and never after {@link Keyspace#write} or {@link Keyspace#commit} of this process has changed it (G2).
 * That there is nothing can be a copy, too.
 *
 * <p>A copy belongs to all keys that its command names, and its command must only read: what it writes it would not be told the
 * end of. It is dropped when one of them changes, expires, is evicted or flushed, when the connection is lost, and when there
 * is no room.
 *
 * <p>Thread-safe. {@link #find} takes no lock and no round trip.
 *
 * @param <T> type of what the copies hold; immutable, as all threads get the same one
 */
public final class NearKeys<T> {

    /**
     * What was read.
     *
     * @param value null if there is nothing
     * @param life how long it is right if nothing changes, from when it was asked for; not positive for what is not to be kept
     */
    public record Copy<T>(@Nullable T value, Duration life) {

        /** About 292 years. */
        public static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

        /** Makes one that ends only by a change. */
        public static <T> Copy<T> of(@Nullable T value) {
            return new Copy<>(value, FOR_EVER);
        }
    }

    private static final long MOST_NANOS = Long.MAX_VALUE / 2;

    private final Redis redis;
    private final Copies<Copy<T>> copies;

    NearKeys(Redis redis, Copies<Copy<T>> copies) {
        this.redis = redis;
        this.copies = copies;
    }

    /** Returns the copy at hand, or null if there is none that may be answered. */
    public @Nullable Copy<T> find(String id) {
        long coherentUntil = redis.coherentUntil();
        NearCopy<Copy<T>> copy = copies.find(id);
        return copy == null ? null : copy.answer(coherentUntil);
    }

    /**
     * Reads from Redis, in one round trip, and keeps a copy if it may be kept.
     *
     * @param id the name of the copy; one id always goes with the same keys
     * @param command reads, and names all keys that what it answers depends on
     * @param decode makes the copy of the answer; runs on the executor
     * @return fails with a {@link dev.larder.redis.RedisException}, or with what {@code decode} threw
     */
    public <A> CompletionStage<Copy<T>> read(
            String id, Command<A> command, Function<@Nullable A, Copy<T>> decode, Executor executor) {
        List<RedisKey> keys = RedisKey.all(command.keys());
        int slot = redis.slot(keys.get(0).bytes());
        long sent = System.nanoTime();
        CompletableFuture<Copy<T>> result = new CompletableFuture<>();
        redis.send(command, new Reply<A>() {
            @Override
            public void onValue(@Nullable A value, boolean tracked) {
                NearCopy<Copy<T>> admitted = tracked ? copies.admit(id, keys, slot) : null;
                executor.execute(() -> {
                    try {
                        Copy<T> copy = decode.apply(value);
                        publish(admitted, copy, sent);
                        result.complete(copy);
                    } catch (RuntimeException | Error e) {
                        publish(admitted, null, sent);
                        result.completeExceptionally(e);
                    }
                });
            }

            @Override
            public void onFailure(RedisException failure) {
                executor.execute(() -> result.completeExceptionally(failure));
            }
        });
        return result;
    }

    private void publish(@Nullable NearCopy<Copy<T>> admitted, @Nullable Copy<T> copy, long sent) {
        if (admitted == null) {
            return;
        }
        if (copy == null || copy.life().isNegative() || copy.life().isZero()) {
            copies.drop(admitted);
        } else {
            admitted.publish(copy, sent + nanos(copy.life()));
        }
    }

    private static long nanos(Duration life) {
        return life.compareTo(Copy.FOR_EVER) >= 0 ? MOST_NANOS : Math.min(life.toNanos(), MOST_NANOS);
    }

    /** Drops one copy. */
    public void drop(String id) {
        copies.drop(id);
    }

    /** Returns the number of copies, after pending evictions. */
    public long size() {
        return copies.size();
    }
}
