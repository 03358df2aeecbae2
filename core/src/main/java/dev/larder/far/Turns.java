package dev.larder.far;

import dev.larder.redis.Call;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends pipelines of any length: the connections refuse more commands under way than their bound, so a long pipeline leaves
 * in turns, each of which is sent when the last command of the one before has been answered.
 */
final class Turns {

    /** Commands in one turn: up to this many a pipeline is one round trip. Even, so that pairs stay together. */
    static final int LENGTH = 2_000;

    private Turns() {}

    static void send(Redis redis, List<Call<?>> calls) {
        if (calls.size() <= LENGTH) {
            redis.sendAll(calls);
            return;
        }
        List<Call<?>> turn = new ArrayList<>(calls.subList(0, LENGTH - 1));
        List<Call<?>> rest = calls.subList(LENGTH, calls.size());
        turn.add(followed(calls.get(LENGTH - 1), () -> send(redis, rest)));
        redis.sendAll(turn);
    }

    private static <T> Call<T> followed(Call<T> last, Runnable next) {
        Reply<? super T> reply = last.reply();
        return new Call<>(last.command(), new Reply<T>() {
            @Override
            public void onValue(@Nullable T value, boolean tracked) {
                try {
                    reply.onValue(value, tracked);
                } finally {
                    next.run();
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                try {
                    reply.onFailure(failure);
                } finally {
                    next.run();
                }
            }

            @Override
            public void onLateValue(@Nullable T value) {
                reply.onLateValue(value);
            }
        });
    }
}
