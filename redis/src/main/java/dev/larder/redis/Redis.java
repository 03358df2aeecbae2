package dev.larder.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The connections to every primary of one standalone, Sentinel or Cluster installation: one connection a primary,
 * tracked unless it is {@link RedisConfig#untracked}, on which all commands, replies and invalidation pushes travel in one order.
 *
 * <p>Methods never block and may be called from any thread. A {@link Reply} is called exactly once (see its page for the
 * threads).
 */
public interface Redis extends AutoCloseable {

    /**
     * Opens the connections in the background and returns at once.
     *
     * @param config where and how
     * @param listener makes the one who is told of pushes and of connections that come and go; called once, with the
     *     connections, before any of them is made
     */
    static Redis open(RedisConfig config, Function<Redis, RedisListener> listener) {
        return new RedisConnections(config, listener);
    }

    /**
     * Completes when every primary is connected for the first time; exceptionally, with
     * {@link UnsuitableServerException} or {@link RedisUnavailableException} (never wrapped for direct dependents), when
     * the first attempt failed. The attempts go on in the background until {@link #close}, with pauses of up to {@code
     * max-backoff}.
     */
    CompletionStage<Void> ready();

    /**
     * Reads a key in one round trip. Concurrent reads share commands and flushes: while two reads are
     * under way at a primary, further ones wait and leave together. A read has no place in the order of other commands:
     * what one caller sends afterwards may be executed before it.
     *
     * <p>A key that holds another type than a string is refused, or, where the read was gathered with others, answered
     * with null.
     *
     * @param key the whole Redis key
     */
    void get(byte[] key, Reply<byte[]> reply);

    /**
     * Sends one command; one round trip, and more where the server redirects it, does not know a script, or asks to try
     * again. Such a retry comes after what was sent in between; it never follows an execution.
     */
    <T> void send(Command<T> command, Reply<? super T> reply);

    /**
     * Sends the calls in order, pipelined: one flush and so one round trip for each primary concerned. Calls for one
     * primary are executed in the order given, though not atomically, except for those that are sent again (see {@link
     * #send}).
     */
    void sendAll(List<Call<?>> calls);

    /**
     * Returns whether everything that any primary had announced up to one staleness bound before {@code nanoTime} has
     * been received: whether a request sent on every tracked connection within the bound has been answered. One
     * comparison.
     *
     * @param nanoTime a reading of {@link System#nanoTime()} taken by the caller just before
     */
    boolean coherent(long nanoTime);

    /** Returns {@link System#nanoTime()} until which {@link #coherent} holds as things stand; in the past if it does not. */
    long coherentUntil();

    /** Returns whether a command for the key would be sent now, rather than refused because its primary is unreachable. */
    boolean available(byte[] key);

    /**
     * Returns what is known of the server's wall clock, from the heartbeats: of several primaries the clock that is ahead.
     * Before the first heartbeat was answered, this process's own clock.
     */
    ServerClock clock();

    /** Returns how long a command may take; then it is given up, and whether it was executed is unknown. */
    Duration commandTimeout();

    /**
     * Returns the earliest that the clock of a key's primary can show at a time, in Unix milliseconds: a script that compares
     * it with its server's clock does nothing after that time. {@link Long#MAX_VALUE} before that primary has answered a
     * heartbeat.
     *
     * @param key the key that the script is for
     * @param nanoTime by {@link System#nanoTime()}
     */
    long serverMillisAt(byte[] key, long nanoTime);

    /** Returns whether it is a Cluster, by its configuration. */
    boolean cluster();

    /** Returns the slot of a key: 0 to 16383 in a Cluster, 0 elsewhere. */
    int slot(byte[] key);

    /**
     * Returns one slot of each primary that owns any: a script whose key is of that slot runs there. {@code 0} alone outside
     * a Cluster; empty as long as it is unknown who is primary.
     */
    List<Integer> slotOfEachPrimary();

    /** Returns the state of each primary's link, for people. */
    Collection<LinkStatus> links();

    /** Returns the counts of round trips, commands, bytes and failures so far. */
    RedisStats stats();

    /**
     * Closes the connections; commands still under way fail, as {@link RedisTimeoutException} where they may have been
     * executed. Waits for the threads to end, a matter of milliseconds, unless called on one of them. Idempotent.
     */
    @Override
    void close();
}
