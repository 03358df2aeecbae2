package dev.larder.session;

import dev.larder.redis.Call;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is sent at the same time: while two flushes are under way, further calls wait and leave together, when one of the two has
 * been answered. That is fewer system calls on both sides and nothing else: calls are executed one by one, those of one caller in his
 * order. Where there are several primaries nobody waits, so that none waits for a primary that is not his.
 */
final class Gathering {

    private static final int LANES = 2;

    /** Callers that leave together at most. */
    private static final int MOST = 128;

    private final Redis redis;
    private final ConcurrentLinkedQueue<List<Call<?>>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    Gathering(Redis redis) {
        this.redis = redis;
    }

    /** Sends calls, in order. */
    void send(List<Call<?>> calls) {
        if (redis.slotOfEachPrimary().size() != 1) {
            redis.sendAll(calls);
            return;
        }
        waiting.add(calls);
        pump();
    }

    /** Who gives a lane back looks again, so nothing is left waiting while a lane is free. */
    private void pump() {
        while (!waiting.isEmpty() && takeLane()) {
            List<Call<?>> batch = new ArrayList<>();
            for (int callers = 0; callers < MOST; callers++) {
                List<Call<?>> calls = waiting.poll();
                if (calls == null) {
                    break;
                }
                batch.addAll(calls);
            }
            if (batch.isEmpty()) {
                underWay.decrementAndGet();
            } else {
                leave(batch);
            }
        }
    }

    private boolean takeLane() {
        int taken = underWay.get();
        while (taken < LANES) {
            if (underWay.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = underWay.get();
        }
        return false;
    }

    private void leave(List<Call<?>> batch) {
        AtomicInteger open = new AtomicInteger(batch.size());
        batch.replaceAll(call -> counted(call, open));
        redis.sendAll(batch);
    }

    private <T> Call<T> counted(Call<T> call, AtomicInteger open) {
        Reply<? super T> reply = call.reply();
        return new Call<>(call.command(), new Reply<T>() {
            @Override
            public void onValue(@Nullable T value, boolean tracked) {
                try {
                    reply.onValue(value, tracked);
                } finally {
                    answered(open);
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                try {
                    reply.onFailure(failure);
                } finally {
                    answered(open);
                }
            }

            @Override
            public void onLateValue(@Nullable T value) {
                reply.onLateValue(value);
            }
        });
    }

    private void answered(AtomicInteger open) {
        if (open.decrementAndGet() == 0) {
            underWay.decrementAndGet();
            pump();
        }
    }
}
