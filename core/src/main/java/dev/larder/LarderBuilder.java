package dev.larder;

import dev.larder.redis.RedisConfig;
import dev.larder.redis.RedisConfigBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Larder} together.
 *
 * <p>Defaults: the settings of {@link LarderConfig#builder()}; no Redis, that is near tiers only; no listener.
 *
 * <p>Not thread-safe.
 */
public final class LarderBuilder {

    private LarderConfig config = LarderConfig.builder().build();
    private @Nullable String redis;
    private LarderListener listener = event -> {};

    LarderBuilder() {}

    /** Sets the settings, from code or {@link LarderConfig#load a file}. */
    public LarderBuilder config(LarderConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        return this;
    }

    /** Sets where Redis is; wins over the settings. */
    public LarderBuilder redis(String uri) {
        this.redis = Objects.requireNonNull(uri, "uri");
        return this;
    }

    /** Sets who is told of events. */
    public LarderBuilder listener(LarderListener listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Builds it; see {@link Larder#connect}.
     *
     * @throws ConfigurationException if settings contradict each other, the URI is wrong, or the server is unsuitable
     */
    public Larder build() {
        String uri = redis == null ? config.redis() : redis;
        if (uri == null) {
            return TieredLarder.local(config, listener);
        }
        RedisConfig where;
        try {
            where = RedisConfigBuilder.of(uri)
                    .stalenessBound(config.stalenessBound())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        return TieredLarder.connect(config, where, listener);
    }
}
