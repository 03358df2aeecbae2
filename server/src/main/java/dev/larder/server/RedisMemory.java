package dev.larder.server;

import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisConfig;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisListener;
import dev.larder.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much memory a Redis uses, as it says itself; on a connection of its own. */
final class RedisMemory implements AutoCloseable {

    private static final Pattern USED = Pattern.compile("^used_memory:(\\d+)", Pattern.MULTILINE);

    private final Redis redis;

    private RedisMemory(Redis redis) {
        this.redis = redis;
    }

    static RedisMemory open(String uri) {
        return new RedisMemory(Redis.open(RedisConfig.parse(uri), opened -> new Deaf()));
    }

    /** Returns {@code used_memory} in bytes, or 0 if it cannot be read. In a Cluster, that of one primary. */
    long used() {
        CompletableFuture<Long> used = new CompletableFuture<>();
        redis.ready()
                .whenComplete((ready, failure) -> redis.send(Command.info("memory"), new Reply<byte[]>() {
                    @Override
                    public void onValue(byte @Nullable [] value, boolean tracked) {
                        Matcher found = USED.matcher(value == null ? "" : new String(value, StandardCharsets.US_ASCII));
                        used.complete(found.find() ? Long.parseLong(found.group(1)) : 0L);
                    }

                    @Override
                    public void onFailure(RedisException cause) {
                        used.complete(0L);
                    }
                }));
        return used.join();
    }

    @Override
    public void close() {
        redis.close();
    }

    /** Nothing is cached here, so nothing has to be heard. */
    private static final class Deaf implements RedisListener {
        @Override
        public void onInvalidate(byte[] key) {
            // Nothing is cached.
        }

        @Override
        public void onFlush(IntPredicate slots) {
            // Nothing is cached.
        }

        @Override
        public List<Call<?>> onConnect(IntPredicate slots, boolean primaryChanged) {
            return List.of();
        }
    }
}
