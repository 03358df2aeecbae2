package dev.larder.session;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import dev.larder.session.flush.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Brings updates together into few script calls; {@link Lanes} says when they leave. */
final class Updates {

    static final Script UPDATE = Script.of(Updates.class, "update.lua");

    /** Updates of a script call at most: Redis does nothing else meanwhile. */
    private static final int MOST = 64;

    /** Bytes that a script call is begun with at most. */
    private static final int MOST_BYTES = 64 * 1024;

    /**
     * One of them, and who waits for it.
     *
     * @param late by {@link System#nanoTime()}, when he has given up
     * @param reply is told whether it met what the copy held: if not, what was written was written to a session that somebody else had changed
     */
    private record Part(Update update, long late, Reply<Boolean> reply) {}

    private final Redis redis;
    private final byte[] idle;
    private final Lanes<Part> lanes = new Lanes<>(this::leave);

    Updates(Redis redis, SessionPolicy policy) {
        this.redis = redis;
        this.idle = Version.ascii(policy.idle().toMillis());
    }

    /** Sends an update, now or with others. */
    void send(Update update, long late, Reply<Boolean> reply) {
        lanes.send(new Part(update, late, reply));
    }

    private int leave(List<Part> parts, Runnable answered) {
        List<List<Part>> batches = batches(parts);
        AtomicInteger open = new AtomicInteger(batches.size());
        Runnable told = () -> {
            if (open.decrementAndGet() == 0) {
                answered.run();
            }
        };
        List<Call<?>> calls = new ArrayList<>(batches.size());
        for (List<Part> batch : batches) {
            calls.add(new Call<>(command(batch), new Answer(batch, told)));
        }
        redis.sendAll(calls);
        return parts.size();
    }

    private static List<List<Part>> batches(List<Part> parts) {
        List<List<Part>> batches = new ArrayList<>(1);
        List<Part> batch = new ArrayList<>();
        int bytes = 0;
        for (Part part : parts) {
            if (batch.isEmpty() || batch.size() == MOST || bytes >= MOST_BYTES) {
                batch = new ArrayList<>();
                batches.add(batch);
                bytes = 0;
            }
            batch.add(part);
            bytes += part.update.bytes();
        }
        return batches;
    }

    private Command<long[]> command(List<Part> batch) {
        var keys = new ArrayList<byte[]>(batch.size());
        var args = new ArrayList<byte[]>(1 + 4 * batch.size());
        args.add(Version.ascii(deadline(batch)));
        for (Part part : batch) {
            keys.add(part.update.key());
            args.addAll(part.update.args(idle));
        }
        return Command.scriptForNumbers(UPDATE, keys, args);
    }

    /** The server's time at which the first of the callers has given up or the first of the sessions ends. */
    private long deadline(List<Part> batch) {
        long late = batch.get(0).late;
        long ends = Long.MAX_VALUE;
        for (Part part : batch) {
            late = part.late - late < 0 ? part.late : late;
            ends = Math.min(ends, part.update.before().times().expires() - 1);
        }
        return Math.min(ends, redis.serverMillisAt(batch.get(0).update.key(), late));
    }

    /**
     * Takes the answer to a script call.
     *
     * @param told run when all have been told
     */
    private record Answer(List<Part> batch, Runnable told) implements Reply<long[]> {

        @Override
        public void onValue(long @Nullable [] written, boolean tracked) {
            long[] each =
                    tracked && written != null && written.length == batch.size() ? written : new long[batch.size()];
            tell(i -> {
                Part part = batch.get(i);
                part.reply.onValue(each[i] == 1 && part.update.done(), tracked);
            });
        }

        @Override
        public void onFailure(RedisException failure) {
            tell(i -> batch.get(i).reply.onFailure(failure));
        }

        /** Tells all, also if one of them cannot be told. */
        private void tell(IntConsumer one) {
            RuntimeException thrown = null;
            for (int i = 0; i < batch.size(); i++) {
                try {
                    one.accept(i);
                } catch (RuntimeException e) {
                    thrown = e;
                }
            }
            told.run();
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
