package dev.larder;

import dev.larder.far.RedisKey;
import dev.larder.near.Copies;
import dev.larder.near.NearCopy;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Copies in this process of what one {@link Keyspace} has in Redis, each made of one or more keys of one slot, and each as
 * coherent as the near tier of a cache.
 *
 * <p>A copy is answered only as long as nothing that it was made of has changed more than one staleness bound ago, whatever the
 * network does (G1); and never after {@link Keyspace#write} or {@link Keyspace#commit} of this process has changed it (G2).
 * That there is nothing can be a copy, too.
 *
 * <p>A copy belongs to all keys that its commands name, and they must only read: what they write it would not be told the
 * end of. It is dropped when one of them changes, expires, is evicted or flushed, when the connection is lost, and when there
 * is no room.
 *
 * <p>A write of this process may go through the copy {@linkplain #atHand at hand}, which then stays.
 *
 * <p>Thread-safe. {@link #find} takes no round trip, and no lock but, now and then, for the upkeep of the bound.
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

    /** Returns the copy at hand for a write that goes through it, or null if there is none that may be answered. */
    public @Nullable AtHand atHand(String id) {
        long coherentUntil = redis.coherentUntil();
        NearCopy<Copy<T>> place = copies.find(id);
        Copy<T> copy = place == null ? null : place.answer(coherentUntil);
        return place == null || copy == null ? null : new AtHand(place, copy);
    }

    /**
     * A copy at hand, and a write that goes through it: by a script that changes one key of the copy blindly, if only it is there, and reads it
     * again as its last step, without any command before that Redis takes for reading. Whether it met what the copy holds shows with its
     * answer, for changes by others that came first have been told before.
     *
     * <p>Not in a Cluster: there the key may have moved to a server that knows nothing of the copy. Other copies of the key, under other ids, answer
     * as before until the server has told of the change.
     */
    public final class AtHand {
        private final NearCopy<Copy<T>> place;
        private final Copy<T> copy;

        private AtHand(NearCopy<Copy<T>> place, Copy<T> copy) {
            this.place = place;
            this.copy = copy;
        }

        /** Returns what it held when it was asked for. */
        public @Nullable T value() {
            return copy.value();
        }

        /**
         * Takes note of the answer, on the I/O thread.
         *
         * @param key what the script has changed and read again
         * @param change makes of the copy's value what the script made of the key; at once, and without side effects
         * @return whether the script met what the copy held: then the copy stays and holds what {@code change} has made. Else the copy is gone:
         *     somebody else's change may have come first
         */
        public boolean changed(byte[] key, UnaryOperator<@Nullable T> change) {
            return place.change(new RedisKey(key), now -> new Copy<>(change.apply(now.value()), now.life()));
        }

        /** Drops the copy: what became of the write is not known, or it was not the last word. Any thread. */
        public void forget() {
            copies.drop(place);
        }
    }

    /**
     * Reads from Redis, in one round trip, and keeps a copy if it may be kept.
     *
     * @param id the name of the copy; one id always goes with the same keys
     * @param command reads, and names all keys that what it answers depends on
     * @param decode makes the copy of the answer; runs on the executor
     * @return fails with a {@link dev.larder.redis.RedisException}, or with what {@code decode} threw
     */
    @SuppressWarnings("unchecked") // the answer is that of the command
    public <A> CompletionStage<Copy<T>> read(
            String id, Command<A> command, Function<@Nullable A, Copy<T>> decode, Executor executor) {
        Reading reading =
                reading(id, command.keys(), List.of(command), answers -> decode.apply((A) answers.get(0)), executor);
        redis.sendAll(reading.calls());
        return reading.result();
    }

    /**
     * Returns a read for whoever sends it with other calls, such as behind the {@linkplain Keyspace#writing write} of what it reads.
     *
     * <p>Its commands need not see one moment: what changes between them either shows in the later answers or drops the copy, so that what
     * is kept is what all of them would answer again.
     *
     * @param keys all that the copy belongs to, of one slot: those of the commands, and whatever else it is to be dropped with
     * @param commands read
     * @param decode makes the copy of their answers, which are in their order; runs on the executor
     */
    public Reading reading(
            String id,
            List<byte[]> keys,
            List<? extends Command<?>> commands,
            Function<List<@Nullable Object>, Copy<T>> decode,
            Executor executor) {
        return new Reading(id, RedisKey.all(keys), commands, decode, executor);
    }

    /** A read that is to be sent: its calls, once, by {@link Keyspace#redis}. */
    public final class Reading {
        private final String id;
        private final List<RedisKey> keys;
        private final int slot;
        private final Function<List<@Nullable Object>, Copy<T>> decode;
        private final Executor executor;
        private final long began = System.nanoTime();
        private final CompletableFuture<Copy<T>> result = new CompletableFuture<>();
        private final List<Call<?>> calls;
        private final @Nullable Object[] answers;
        private int arrived;
        private boolean allTracked = true;
        private @Nullable NearCopy<Copy<T>> admitted;
        private int revision;
        private @Nullable RedisException failure;

        private Reading(
                String id,
                List<RedisKey> keys,
                List<? extends Command<?>> commands,
                Function<List<@Nullable Object>, Copy<T>> decode,
                Executor executor) {
            this.id = id;
            this.keys = keys;
            this.slot = redis.slot(keys.get(0).bytes());
            this.decode = decode;
            this.executor = executor;
            this.answers = new Object[commands.size()];
            List<Call<?>> made = new ArrayList<>(commands.size());
            for (int place = 0; place < commands.size(); place++) {
                made.add(call(commands.get(place), place));
            }
            this.calls = Collections.unmodifiableList(made);
        }

        /** Returns what is to be sent. */
        public List<Call<?>> calls() {
            return calls;
        }

        /** Returns what {@link NearKeys#read} returns. */
        public CompletableFuture<Copy<T>> result() {
            return result;
        }

        private <A> Call<A> call(Command<A> command, int place) {
            return new Call<>(command, new Reply<A>() {
                @Override
                public void onValue(@Nullable A value, boolean tracked) {
                    try {
                        admit(tracked);
                    } finally {
                        arrive(place, value, null);
                    }
                }

                @Override
                public void onFailure(RedisException cause) {
                    arrive(place, null, cause);
                }
            });
        }

        /** Admits the copy with the answer that comes first, so that it hears of what changes before the last. */
        private synchronized void admit(boolean tracked) {
            allTracked &= tracked;
            if (arrived == 0 && tracked) {
                admitted = copies.admit(id, keys, slot);
                revision = admitted == null ? 0 : admitted.revision();
            }
        }

        private void arrive(int place, @Nullable Object value, @Nullable RedisException cause) {
            boolean last;
            synchronized (this) {
                answers[place] = value;
                failure = cause == null ? failure : cause;
                arrived++;
                last = arrived == answers.length;
            }
            if (last) {
                executor.execute(this::finish);
            }
        }

        private void finish() {
            Copy<T> copy = null;
            Throwable thrown = failure;
            try {
                copy = thrown == null ? decode.apply(Arrays.asList(answers)) : null;
            } catch (RuntimeException | Error e) {
                thrown = e;
            }
            try {
                publish(copy);
            } finally {
                if (thrown == null) {
                    result.complete(copy);
                } else {
                    result.completeExceptionally(thrown);
                }
            }
        }

        private void publish(@Nullable Copy<T> copy) {
            NearCopy<Copy<T>> place = admitted;
            if (place == null) {
                return;
            }
            if (copy == null
                    || !allTracked
                    || copy.life().isNegative()
                    || copy.life().isZero()) {
                copies.drop(place);
            } else {
                place.publish(copy, began + nanos(copy.life()), revision);
            }
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
