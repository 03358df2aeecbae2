package dev.larder.bench.child;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;

/** The truth behind the caches of several processes: one text in a Redis of its own. */
public final class Database implements AutoCloseable {

    private static final String KEY = "truth";

    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    /** Connects. */
    public Database(String uri) {
        client = RedisClient.create(uri);
        commands = client.connect().sync();
    }

    /** Reads it; 0 if it was never written. */
    public String read() {
        String found = commands.get(KEY);
        return found == null ? "0" : found;
    }

    /** Writes it. */
    public void write(String value) {
        commands.set(KEY, value);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
