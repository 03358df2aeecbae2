package dev.larder.session.limit;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Lanes;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Brings the calls of one slot together into few script calls; {@link Lanes} says when they leave. */
final class Gathering {

    private static final Script TAKE = Script.of(Gathering.class, "take.lua");

    /** A time that has not come in 2^53 microseconds since 1970. */
    private static final long NEVER = (1L << 53) - 1;

    private final Redis redis;
    private final LongSupplier clock;
    private final LongAdder scriptCalls;
    private final Lanes<Part> lanes = new Lanes<>(this::leave);

    Gathering(Redis redis, LongSupplier clock, LongAdder scriptCalls) {
        this.redis = redis;
        this.clock = clock;
        this.scriptCalls = scriptCalls;
    }

    void take(Part part) {
        lanes.send(part);
    }

    private int leave(List<Part> parts, Runnable answered) {
        List<Batch> batches = batches(parts);
        Runnable told = Lanes.part(batches.size(), answered);
        int different = batches.stream().mapToInt(Batch::groups).sum();
        long nanoTime = System.nanoTime();
        long sent = clock.getAsLong();
        List<Call<?>> calls = new ArrayList<>(batches.size());
        for (Batch batch : batches) {
            calls.add(call(batch, nanoTime, new Answer(batch, sent, told)));
        }
        scriptCalls.add(calls.size());
        if (calls.size() == 1) {
            sendOne(calls.get(0));
        } else {
            redis.sendAll(calls);
        }
        return different;
    }

    private static List<Batch> batches(List<Part> parts) {
        List<Batch> batches = new ArrayList<>(1);
        Batch batch = null;
        for (Part part : parts) {
            if (batch == null || batch.isFull()) {
                batch = new Batch();
                batches.add(batch);
            }
            batch.add(part);
        }
        return batches;
    }

    private Call<?> call(Batch batch, long nanoTime, Answer answer) {
        List<byte[]> keys = batch.keys();
        long deadline = redis.serverMillisAt(
                keys.get(0), nanoTime + redis.commandTimeout().toNanos());
        byte[] last = Text.of(deadline > NEVER / 1_000 ? NEVER : deadline * 1_000);
        return new Call<>(Command.scriptForNumbers(TAKE, keys, batch.args(last)), answer);
    }

    private <T> void sendOne(Call<T> call) {
        redis.send(call.command(), call.reply());
    }

    /**
     * Takes the answer to one script call: first tells its callers, so that they can come again with the next flush.
     *
     * @param told run when all have been told
     */
    private record Answer(Batch batch, long sent, Runnable told) implements Reply<long[]> {

        @Override
        public void onValue(long @Nullable [] numbers, boolean tracked) {
            try {
                if (numbers == null || numbers.length != batch.figures()) {
                    batch.failed();
                } else {
                    batch.decided(new Figures(numbers, sent));
                }
            } finally {
                told.run();
            }
        }

        @Override
        public void onFailure(RedisException failure) {
            try {
                batch.failed();
            } finally {
                told.run();
            }
        }
    }
}
