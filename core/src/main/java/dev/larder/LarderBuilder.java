package dev.larder;

import dev.larder.crypto.HashSecret;
import dev.larder.crypto.Keyring;
import dev.larder.crypto.KeyringException;
import dev.larder.redis.RedisConfig;
import dev.larder.redis.RedisConfigBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Larder} together.
 *
 * <p>Defaults: the settings of {@link LarderConfig#builder()}; no Redis, that is near tiers only; no
 * keys; no hash secret; no listener.
 *
 * <p>Not thread-safe.
 */
public final class LarderBuilder {

    private LarderConfig config = LarderConfig.builder().build();
    private @Nullable String redis;
    private @Nullable Keyring keyring;
    private @Nullable HashSecret hashSecret;
    private LarderListener listener = event -> {};

    LarderBuilder() {}

    /** Sets the settings, from code or {@link LarderConfig#load a file}. */
    public LarderBuilder config(LarderConfig config) {
        this.config = Objects.requireNonNull(config, "config");
        return this;
    }

    /** Sets where Redis is; wins over the URI in the settings, while their options of the connections hold for it too. */
    public LarderBuilder redis(String uri) {
        this.redis = Objects.requireNonNull(uri, "uri");
        return this;
    }

    /** Sets the keys that values are encrypted with; wins over the settings. */
    public LarderBuilder keyring(Keyring keyring) {
        this.keyring = Objects.requireNonNull(keyring, "keyring");
        return this;
    }

    /**
     * Sets the secret that texts are hashed with, at least 16 bytes, which are copied; wins over the settings.
     *
     * @throws ConfigurationException if it is shorter
     */
    public LarderBuilder hashSecret(byte[] secret) {
        try {
            this.hashSecret = HashSecret.of(secret);
        } catch (KeyringException e) {
            throw new ConfigurationException("hash-secret: " + e.getMessage(), e);
        }
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
     * @throws ConfigurationException if settings contradict each other, the URI is wrong, the keyset cannot be read, or
     *     the server is unsuitable
     */
    public Larder build() {
        Keyring keys = keys();
        String uri = redis == null ? config.redis() : redis;
        if (uri == null) {
            if (!config.redisOptions().isEmpty()) {
                throw new ConfigurationException(
                        "redis: " + String.join(", ", config.redisOptions().keySet())
                                + " set, but no server is given; add its URI as redis.uri, or leave the rest out");
            }
            return TieredLarder.local(config, keys, secret(), listener);
        }
        RedisConfig where;
        try {
            RedisConfigBuilder builder = RedisConfigBuilder.of(uri);
            config.redisOptions().forEach(builder::option);
            where = builder.stalenessBound(config.stalenessBound()).build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        return TieredLarder.connect(config, where, keys, secret(), listener);
    }

    private @Nullable Keyring keys() {
        String place = config.keyset();
        if (keyring != null || place == null) {
            return keyring;
        }
        try {
            return Keyring.at(place);
        } catch (KeyringException e) {
            throw new ConfigurationException("keyset: " + e.getMessage(), e);
        }
    }

    private @Nullable HashSecret secret() {
        String place = config.hashSecret();
        HashSecret secret = hashSecret;
        if (secret == null && place != null) {
            try {
                secret = HashSecret.at(place);
            } catch (KeyringException e) {
                throw new ConfigurationException("hash-secret: " + e.getMessage(), e);
            }
        }
        if (secret == null && config.hashTags()) {
            throw new ConfigurationException(
                    "hash-tags is on, and there is no secret to hash with; name one of at least "
                            + HashSecret.LEAST_BYTES
                            + " bytes by the setting hash-secret or by LarderBuilder.hashSecret",
                    null);
        }
        return secret;
    }
}
