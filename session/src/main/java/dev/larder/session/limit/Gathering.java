package dev.larder.session.limit;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one slot, gathered: at most {@value #LANES} flushes are under way; a call goes out at once while there are fewer, else it
 * waits and leaves with all that wait when one is answered. So one caller alone never waits, and nobody for longer than a round trip.
 *
 * <p>No call is stranded: who adds one to {@link #waiting} afterwards tries to take a lane; if none is free, each is held by a flush that,
 * once answered or given up, takes all that wait. Who finds nothing gives its lane back and looks again.
 */
final class Gathering {

    private static final Script TAKE = Script.of(Gathering.class, "take.lua");

    /** Flushes under way at most. */
    static final int LANES = 2;

    /** A time that has not come in 2^53 microseconds since 1970. */
    private static final long NEVER = (1L << 53) - 1;

    private final Redis redis;
    private final LongSupplier clock;
    private final LongAdder scriptCalls;
    private final Queue<Part> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lanes = new AtomicInteger();

    Gathering(Redis redis, LongSupplier clock, LongAdder scriptCalls) {
        this.redis = redis;
        this.clock = clock;
        this.scriptCalls = scriptCalls;
    }

    void take(Part part) {
        waiting.add(part);
        if (takeLane()) {
            drain();
        }
    }

    private boolean takeLane() {
        int taken = lanes.get();
        while (taken < LANES) {
            if (lanes.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = lanes.get();
        }
        return false;
    }

    /** Uses the lane that the caller holds for what waits, or gives it back. */
    private void drain() {
        while (true) {
            List<Batch> batches = gather();
            if (!batches.isEmpty()) {
                if (!new Flush(batches.size()).send(batches)) {
                    return;
                }
            } else {
                lanes.decrementAndGet();
                if (waiting.isEmpty() || !takeLane()) {
                    return;
                }
            }
        }
    }

    private List<Batch> gather() {
        List<Batch> batches = new ArrayList<>(1);
        Batch batch = null;
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            if (batch == null || batch.isFull()) {
                batch = new Batch();
                batches.add(batch);
            }
            batch.add(part);
        }
        return batches;
    }

    /** Script calls that leave together; when the last is answered, the lane goes on to what waits by then. */
    private final class Flush {

        private final AtomicInteger left;
        private final Thread sender = Thread.currentThread();
        /** Whether it is being sent; for the sender alone. */
        private boolean sending = true;
        /** Whether it ended while it was being sent, refused at once; for the sender alone. */
        private boolean ended;

        Flush(int calls) {
            this.left = new AtomicInteger(calls);
        }

        /** Returns whether the caller still has the lane, because all has ended already. */
        boolean send(List<Batch> batches) {
            long nanoTime = System.nanoTime();
            long sent = clock.getAsLong();
            List<Call<?>> calls = new ArrayList<>(batches.size());
            for (Batch batch : batches) {
                calls.add(call(batch, nanoTime, sent));
            }
            scriptCalls.add(calls.size());
            if (calls.size() == 1) {
                sendOne(calls.get(0));
            } else {
                redis.sendAll(calls);
            }
            sending = false;
            return ended;
        }

        private Call<?> call(Batch batch, long nanoTime, long sent) {
            List<byte[]> keys = batch.keys();
            long deadline = redis.serverMillisAt(
                    keys.get(0), nanoTime + redis.commandTimeout().toNanos());
            byte[] last = Text.of(deadline > NEVER / 1_000 ? NEVER : deadline * 1_000);
            return new Call<>(Command.scriptForNumbers(TAKE, keys, batch.args(last)), new Answer(this, batch, sent));
        }

        private <T> void sendOne(Call<T> call) {
            redis.send(call.command(), call.reply());
        }

        void answered() {
            if (left.decrementAndGet() > 0) {
                return;
            }
            if (Thread.currentThread() == sender && sending) {
                ended = true;
            } else {
                drain();
            }
        }
    }

    /** Takes the answer to one script call. */
    private record Answer(Flush flush, Batch batch, long sent) implements Reply<long[]> {

        @Override
        public void onValue(long @Nullable [] numbers, boolean tracked) {
            flush.answered();
            if (numbers == null || numbers.length != batch.figures()) {
                batch.failed();
            } else {
                batch.decided(new Figures(numbers, sent));
            }
        }

        @Override
        public void onFailure(RedisException failure) {
            flush.answered();
            batch.failed();
        }
    }
}
