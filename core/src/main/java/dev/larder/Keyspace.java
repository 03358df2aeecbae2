package dev.larder;

import dev.larder.crypto.HashSecret;
import dev.larder.crypto.Keyring;
import dev.larder.far.RedisKey;
import dev.larder.near.Copies;
import dev.larder.near.CopyIndex;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
    private final Untracked untracked;
    private final String name;
    private final Commits commits;

    Keyspace(Engine engine, Redis redis, Untracked untracked, String name) {
        this.engine = engine;
        this.redis = redis;
        this.untracked = untracked;
        this.name = name;
        this.commits = new Commits(engine, redis, name);
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
     * Returns connections beside those, for what is never kept near: nothing is announced on them, so that what is read costs the
     * server and this process less. {@linkplain #commit Orders} come first on them, too, when Redis is back. Nothing sent on them has a
     * place in the order of what is sent on {@link #redis}. Made when first asked for, which then waits for Redis; they end with the {@link
     * Larder}.
     */
    public Redis untracked() {
        return untracked.redis();
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

    /**
     * Makes a place for coherent copies; to be made once for each kind of what is read.
     *
     * @param maxEntries bound on the number of copies
     */
    public <T> NearKeys<T> near(int maxEntries) {
        return new NearKeys<>(redis, new Copies<>(maxEntries, engine.index().copies()));
    }

    /**
     * Sends a command that changes the keys it names; one round trip. From before it is sent until its reply no near copy of
     * these keys is kept or answered here.
     */
    public <A> void write(Command<A> command, Reply<? super A> reply) {
        redis.sendAll(List.of(writing(command, reply)));
    }

    /**
     * Returns the {@linkplain #write write} of a command for whoever sends it with others, by {@link #redis}. It has to be sent: near copies of
     * its keys are not kept or answered from now on.
     */
    public <A> Call<A> writing(Command<A> command, Reply<? super A> reply) {
        CopyIndex copies = engine.index().copies();
        List<RedisKey> keys = RedisKey.all(command.keys());
        copies.block(keys);
        return new Call<>(command, new Reply<A>() {
            @Override
            public void onValue(@Nullable A value, boolean tracked) {
                copies.unblock(keys);
                reply.onValue(value, tracked);
            }

            @Override
            public void onFailure(RedisException failure) {
                copies.unblock(keys);
                reply.onFailure(failure);
            }

            @Override
            public void onLateValue(@Nullable A value) {
                reply.onLateValue(value);
            }
        });
    }

    /**
     * Sends an order that must not get lost, such as the end of a session; one round trip. What could not be delivered, or whose
     * outcome is unknown, goes to the journal, the newest of each {@code id}: it is delivered when Redis is back, before anything
     * else is sent. What was acknowledged is repeated if a primary is replaced within 30 s, because asynchronous replication
     * may have lost it. Until it is acknowledged it is {@link #pending}, and no near copy of its keys is kept here.
     *
     * @param id names what the order is about, in this keyspace
     * @param idempotent may be executed again, and also after a newer one of this {@code id}, without harm; whenever Redis is
     *     back, so it carries no deadline
     * @return fails with {@link CacheUnavailableException} if the order could not be delivered and the journal is full or the
     *     {@link Larder} has been closed: then it is not pending
     */
    public CompletionStage<Delivery> commit(String id, Command<?> idempotent) {
        return commit(id, List.of(), idempotent);
    }

    /**
     * The same for an order that, while it is in the journal, is {@link #pending} by other ids as well.
     *
     * @param also what else it may be about: what the order finds out where it is executed
     */
    public CompletionStage<Delivery> commit(String id, List<String> also, Command<?> idempotent) {
        return commit(id, id, also, idempotent);
    }

    /**
     * The same for an order that newer ones of its id do not replace.
     *
     * @param name the newest of each is kept in the journal, and repeated
     */
    public CompletionStage<Delivery> commit(String name, String id, List<String> also, Command<?> idempotent) {
        try {
            requireOpen();
        } catch (CacheUnavailableException closed) {
            return CompletableFuture.failedFuture(closed);
        }
        return commits.commit(name, id, also, idempotent);
    }

    /**
     * Returns whether a {@link #commit} of this id has begun and has not been acknowledged, or one that is about it too is in the
     * journal, so that this process obeys it before Redis does. No lock.
     */
    public boolean pending(String id) {
        return commits.pending(id);
    }

    /** Returns whether anything at all is {@linkplain #pending(String) pending}. No lock. */
    public boolean pending() {
        return commits.pending();
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
