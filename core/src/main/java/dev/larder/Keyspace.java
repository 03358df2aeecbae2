package dev.larder;

import dev.larder.crypto.HashSecret;
import dev.larder.crypto.Keyring;
import dev.larder.redis.Redis;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of the namespace for what is no entry of a cache, such as sessions and limits: keys of its own, on the connections of
 * its {@link Larder}. It is what modules are built on that keep their own state in Redis; applications have no need of it.
 *
 * <p>Its keys are {@code grounds:@sessions:…} for the namespace {@code grounds} and the name {@code sessions}, which no cache can
 * have. Thread-safe.
 */
public final class Keyspace {

    private final Engine engine;
    private final Redis redis;
    private final String name;

    Keyspace(Engine engine, Redis redis, String name) {
        this.engine = engine;
        this.redis = redis;
        this.name = name;
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Returns the key {@code grounds:@sessions:rest}. */
    public byte[] key(String rest) {
        return engine.names().inKeyspace(name, rest);
    }

    /**
     * Returns the key {@code grounds:@sessions:{hashTag}rest}: all keys of one hash tag are of one slot.
     *
     * @param hashTag not empty, without braces
     */
    public byte[] key(String hashTag, String rest) {
        return engine.names().inKeyspace(name, "{" + hashTag + "}" + rest);
    }

    /** Returns the connections, which end with the {@link Larder}. */
    public Redis redis() {
        return redis;
    }

    /**
     * Returns the secret to hash with.
     *
     * @param what what needs it, for the message
     * @throws ConfigurationException if there is none
     */
    public HashSecret secret(String what) {
        HashSecret secret = engine.secret();
        if (secret == null) {
            throw ConfigurationException.of(
                    "hash-secret",
                    what + " need a secret to hash with, and there is none; name one of at least "
                            + HashSecret.LEAST_BYTES
                            + " bytes by the setting hash-secret or by LarderBuilder.hashSecret, the same in every process");
        }
        return secret;
    }

    /** Returns the keys to encrypt with, or null if there are none. */
    public @Nullable Keyring keyring() {
        return engine.keyring();
    }

    /** Returns what runs what nobody waits for, and what must not run on an I/O thread. */
    public Executor executor() {
        return engine.executor();
    }

    /** Runs a task later, on the executor; after the end, at once. */
    public Future<?> later(Duration delay, Runnable task) {
        return engine.later(delay, task);
    }

    /**
     * Lets only those pass who come before the end.
     *
     * @throws CacheUnavailableException if the {@link Larder} has been closed
     */
    public void requireOpen() {
        engine.requireOpen(name);
    }

    /**
     * Waits on the calling thread for what a call answers, which gets that thread as the one to run its continuations. What the
     * call fails with is thrown as it is.
     */
    public <T> T await(Function<Executor, ? extends CompletionStage<T>> call) {
        return Objects.requireNonNull(BlockingCache.Waiting.await(engine.executor(), call));
    }
}
