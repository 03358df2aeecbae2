package dev.larder.session;

import dev.larder.redis.Call;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.session.gather.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is sent at the same time ({@link Lanes} says when it leaves). That is fewer system calls on both sides and nothing else:
 * calls are executed one by one, those sent together in their order; others
 * in any, until they are answered. Where there are several primaries nobody waits, so that none waits for a
 * primary that is not his.
 */
final class Gathering {

    /** Callers that leave together at most. */
    private static final int MOST = 128;

    private final Redis redis;
    private final Lanes<List<Call<?>>> lanes = new Lanes<>(MOST, this::leave);

    Gathering(Redis redis) {
        this.redis = redis;
    }

    /** Sends calls, in order. */
    void send(List<Call<?>> calls) {
        if (redis.slotOfEachPrimary().size() == 1) {
            lanes.send(calls);
        } else {
            redis.sendAll(calls);
        }
    }

    private void leave(List<List<Call<?>>> callers, Runnable answered) {
        List<Call<?>> batch = new ArrayList<>();
        callers.forEach(batch::addAll);
        AtomicInteger open = new AtomicInteger(batch.size());
        Runnable told = () -> {
            if (open.decrementAndGet() == 0) {
                answered.run();
            }
        };
        batch.replaceAll(call -> counted(call, told));
        redis.sendAll(batch);
    }

    private static <T> Call<T> counted(Call<T> call, Runnable told) {
        Reply<? super T> reply = call.reply();
        return new Call<>(call.command(), new Reply<T>() {
            @Override
            public void onValue(@Nullable T value, boolean tracked) {
                try {
                    reply.onValue(value, tracked);
                } finally {
                    told.run();
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                try {
                    reply.onFailure(failure);
                } finally {
                    told.run();
                }
            }

            @Override
            public void onLateValue(@Nullable T value) {
                reply.onLateValue(value);
            }
        });
    }
}
