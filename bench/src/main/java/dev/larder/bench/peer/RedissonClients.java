package dev.larder.bench.peer;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Connects Redisson. */
public final class RedissonClients {

    /** Its loggers, which would say of every connection that it is there; kept, since the JVM keeps none that nobody has. */
    private static final Logger LOGGER = Logger.getLogger("org.redisson");

    private RedissonClients() {}

    /** With its defaults. */
    public static RedissonClient open(String uri) {
        return open(uri, new Config());
    }

    /** With other settings than where the server is. */
    public static RedissonClient open(String uri, Config config) {
        LOGGER.setLevel(Level.WARNING);
        config.useSingleServer().setAddress(uri);
        return Redisson.create(config);
    }
}
