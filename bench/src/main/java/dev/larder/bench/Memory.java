package dev.larder.bench;

import dev.larder.embedded.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;

/** What a server takes more than when this was made, by its own count: {@code used_memory}, once nobody else is connected. */
final class Memory implements AutoCloseable {

    private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);

    final RedisCommands<byte[], byte[]> commands;
    private final RedisClient client;
    private final long before;

    Memory(EmbeddedRedis redis) {
        client = RedisClient.create(redis.uri());
        commands = client.connect(ByteArrayCodec.INSTANCE).sync();
        before = info("memory", "used_memory");
    }

    /** Returns the bytes that were added; waits until all others have closed their connections, whose buffers would count. */
    long taken() {
        long until = System.nanoTime() + QUIET_WITHIN.toNanos();
        while (info("clients", "connected_clients") > 1) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("somebody is still connected after " + QUIET_WITHIN);
            }
        }
        return info("memory", "used_memory") - before;
    }

    private long info(String section, String field) {
        return commands.info(section)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
