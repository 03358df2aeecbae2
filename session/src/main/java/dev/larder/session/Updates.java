package dev.larder.session;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Lanes;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
     */
    private record Part(Update update, long late, Reply<Update.Outcome> reply) {
        /** No copy is kept that this may have overtaken. */
        void tell(Update.Outcome outcome) {
            if (outcome != Update.Outcome.MET) {
                update.forget();
            }
            reply.onValue(outcome, false);
        }

        void fail(RedisException failure) {
            update.forget();
            reply.onFailure(failure);
        }
    }

    private final Redis redis;
    private final byte[] idle;
    private final Lanes<Part> lanes = new Lanes<>(this::leave);

    Updates(Redis redis, SessionPolicy policy) {
        this.redis = redis;
        this.idle = Version.ascii(policy.idle().toMillis());
    }

    /** Sends an update, now or with others. */
    void send(Update update, long late, Reply<Update.Outcome> reply) {
        lanes.send(new Part(update, late, reply));
    }

    private int leave(List<Part> parts, Runnable answered) {
        List<Part> inTime = inTime(parts);
        List<List<Part>> batches = batches(inTime);
        Runnable told = Lanes.part(batches.size(), answered);
        List<Call<?>> calls = new ArrayList<>(batches.size());
        for (List<Part> batch : batches) {
            calls.add(new Call<>(command(batch), new Answer(batch, told)));
        }
        if (calls.isEmpty()) {
            answered.run();
        } else {
            redis.sendAll(calls);
        }
        return inTime.size();
    }

    /** Where the server is slow, some have waited for so long that they need not leave. */
    private static List<Part> inTime(List<Part> parts) {
        long now = System.nanoTime();
        List<Part> inTime = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part.late - now > 0) {
                inTime.add(part);
            } else {
                part.tell(Update.Outcome.NOT_WRITTEN);
            }
        }
        return inTime;
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

    /** They have one deadline, the earliest of theirs: whoever could have waited for longer saves once more. */
    private Command<long[]> command(List<Part> batch) {
        var keys = new ArrayList<byte[]>(batch.size());
        var args = new ArrayList<byte[]>(3 + 2 * batch.size());
        byte[] shapes = new byte[batch.size()];
        long late = batch.get(0).late;
        long expires = Long.MAX_VALUE;
        args.addAll(List.of(idle, shapes));
        for (int i = 0; i < shapes.length; i++) {
            Part part = batch.get(i);
            late = part.late - late < 0 ? part.late : late;
            expires = Math.min(expires, part.update.expires());
            keys.add(part.update.key());
            shapes[i] = part.update.shape();
            part.update.fields(args);
        }
        args.add(0, Version.ascii(Math.min(redis.serverMillisAt(keys.get(0), late), expires - 1)));
        return Command.scriptForNumbers(UPDATE, keys, args);
    }

    /**
     * Takes the answer to a script call.
     *
     * @param told run when all have been told
     */
    private record Answer(List<Part> batch, Runnable told) implements Reply<long[]> {

        /** All copies first, and then the callers, who are woken one right after the other: a core that has fallen idle in between takes long to wake. */
        @Override
        public void onValue(long @Nullable [] written, boolean tracked) {
            var outcomes = new Update.Outcome[batch.size()];
            Arrays.fill(outcomes, Update.Outcome.NOT_WRITTEN);
            try {
                each(i -> {
                    if (written != null && i < written.length && written[i] == 1) {
                        outcomes[i] = tracked ? batch.get(i).update.written() : Update.Outcome.WRITTEN;
                    }
                });
            } finally {
                tell(i -> batch.get(i).tell(outcomes[i]));
            }
        }

        @Override
        public void onFailure(RedisException failure) {
            tell(i -> batch.get(i).fail(failure));
        }

        private void tell(IntConsumer tell) {
            try {
                each(tell);
            } finally {
                told.run();
            }
        }

        /** Goes through all, also if one of them throws. */
        private void each(IntConsumer action) {
            RuntimeException thrown = null;
            for (int i = 0; i < batch.size(); i++) {
                try {
                    action.accept(i);
                } catch (RuntimeException e) {
                    thrown = e;
                }
            }
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
