package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One tracked connection to a primary, from its handshake to its loss; never reused.
 *
 * <p>Who changes what: {@link #gate} is written by the control thread, except that {@link #lose} may be called by any
 * thread and is final. An exchange is put into {@link #underWay} before {@code lost} is read, and {@code lose} sets
 * {@code lost} before it empties {@code underWay}: so an exchange is found by the one or by the other and never stranded,
 * whatever the client does with it. Only the holder of {@link #trimming} takes from the queue.
 */
final class Link implements Carrier, Coherence.Witness {

    /** What callers may do. */
    enum Gate {
        /** Shaking hands: nothing yet. */
        CLOSED,
        /** Commands are sent. */
        OPEN,
        /** A heartbeat is overdue: commands are refused. */
        STALLED
    }

    private final Primary primary;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisConfig config;
    private final Counters counters;
    private final Transport transport;
    private final Runnable onLost;
    private final Shared shared;
    private final Reads reads;
    private final Queue<Exchange> underWay = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean trimming = new AtomicBoolean();
    private final AtomicInteger load = new AtomicInteger();
    private final Heartbeats heartbeats;
    private final Renewal renewal;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile Gate gate = Gate.CLOSED;
    private volatile @Nullable Throwable lost;

    /**
     * Takes over a connection.
     *
     * @param onLost run once, on any thread, when the connection is gone
     */
    Link(Primary primary, Transport.Opened opened, Shared shared, Runnable onLost) {
        this.primary = primary;
        this.connection = opened.connection();
        this.config = shared.config();
        this.counters = shared.counters();
        this.transport = shared.transport();
        this.onLost = onLost;
        this.shared = shared;
        this.reads = new Reads(this, shared);
        this.heartbeats = new Heartbeats(this, shared);
        this.renewal = new Renewal(this, shared, opened.account());
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                lose(new RedisUnavailableException(
                        "the connection to " + address() + " was closed by the other side", null));
            }
        });
    }

    Primary primary() {
        return primary;
    }

    Node node() {
        return primary.node();
    }

    String address() {
        return primary.address();
    }

    Reads reads() {
        return reads;
    }

    Heartbeats heartbeats() {
        return heartbeats;
    }

    Renewal renewal() {
        return renewal;
    }

    Gate gate() {
        return gate;
    }

    void gate(Gate next) {
        gate = next;
        if (next == Gate.STALLED) {
            reads.failWaiting();
        }
    }

    @Override
    public boolean isLost() {
        return lost != null;
    }

    @Nullable
    Throwable lostBecause() {
        return lost;
    }

    /** Registers for pushes, which are then handled on the I/O thread in wire order with the replies. */
    void onPush(PushListener listener) {
        connection.addListener(listener);
    }

    /** Returns whether changes of a key of this slot, read on this link now, will be announced on it. */
    boolean tracks(int slot) {
        return config.tracked() && lost == null && primary.owns(slot);
    }

    /** Admits one command, or returns why not. Each admitted one must be {@linkplain #dispatch dispatched} or released. */
    @Nullable
    RedisUnavailableException admit() {
        if (gate != Gate.OPEN || lost != null) {
            return refusal();
        }
        if (load.incrementAndGet() > config.maxInFlight()) {
            load.decrementAndGet();
            counters.refused.increment();
            return new RedisUnavailableException(
                    "redis " + address() + ": refused, " + config.maxInFlight()
                            + " commands are under way already; find out why it is slow, or raise max-in-flight",
                    null);
        }
        return null;
    }

    /** Takes back the admission of commands that will not be dispatched. */
    void release(int commands) {
        load.addAndGet(-commands);
    }

    private RedisUnavailableException refusal() {
        counters.refused.increment();
        Throwable cause = lost;
        if (cause != null) {
            return new RedisUnavailableException(
                    "redis " + address() + ": not connected: " + cause.getMessage(), cause);
        }
        if (gate == Gate.CLOSED) {
            return new RedisUnavailableException("redis " + address() + ": still shaking hands", null);
        }
        return new RedisUnavailableException(
                "redis " + address() + ": refused at once, because a heartbeat has had no answer for more than "
                        + config.commandTimeout().toMillis() + " ms (command-timeout), with " + load.get()
                        + " commands under way",
                null);
    }

    /** Sends one exchange. */
    void dispatch(Exchange exchange) {
        count(exchange);
        underWay.add(exchange);
        if (lost == null) {
            connection.dispatch(exchange);
        }
        if (lost != null) {
            exchange.abandon(lost);
        }
    }

    /** Sends exchanges in order with one flush. */
    void dispatch(List<Exchange> exchanges) {
        for (Exchange exchange : exchanges) {
            count(exchange);
            underWay.add(exchange);
        }
        if (lost == null) {
            connection.dispatch(exchanges);
        }
        if (lost != null) {
            exchanges.forEach(exchange -> exchange.abandon(lost));
        }
    }

    private void count(Exchange exchange) {
        if (exchange.weight() > 0) {
            counters.commands.add(exchange.weight());
            counters.bytesSent.add(exchange.bytesToSend());
        }
    }

    @Override
    public void finished(Exchange exchange) {
        if (exchange.weight() > 0) {
            load.addAndGet(-exchange.weight());
            counters.bytesReceived.add(exchange.bytesReceived());
        }
        trim();
    }

    @Override
    public void answered() {
        shared.listener().onAnswer();
    }

    /** Drops what is off the wire from the head of the queue, unless another thread is at it. */
    private void trim() {
        if (!trimming.compareAndSet(false, true)) {
            return;
        }
        try {
            Exchange head = underWay.peek();
            while (head != null && head.isDone()) {
                underWay.poll();
                head = underWay.peek();
            }
        } finally {
            trimming.set(false);
        }
    }

    /** Gives up what was asked for before a time. Ticker thread. */
    void expire(long before) {
        trim();
        for (Exchange exchange : underWay) {
            if (exchange.since() - before >= 0) {
                break;
            }
            if (exchange.expire()) {
                counters.timeouts.add(exchange.weight());
            }
        }
        reads.expire(before);
    }

    @Override
    public void broken(Throwable cause) {
        lose(cause);
    }

    /** Ends the link for good: closes the connection and fails what is under way. Any thread, more than once. */
    void lose(Throwable cause) {
        synchronized (this) {
            if (lost != null) {
                return;
            }
            lost = cause;
        }
        heartbeats.stop();
        transport.close(connection, () -> {
            sweep(cause);
            closed.complete(null);
        });
        sweep(cause);
        onLost.run();
    }

    private void sweep(Throwable cause) {
        List<Exchange> all = new ArrayList<>(underWay);
        all.forEach(exchange -> exchange.abandon(cause));
        reads.failWaiting();
        trim();
    }

    /** Runs something when the connection is closed and nothing will be received on it any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // a task that fails is reported where it runs
    void whenClosed(Runnable task) {
        closed.thenRun(task);
    }

    @Override
    public RedisException failure(Exchange exchange, boolean written, @Nullable Throwable cause) {
        String what = "redis " + address() + ": " + exchange.verb();
        long waited = Duration.ofNanos(System.nanoTime() - exchange.since()).toMillis();
        if (cause == null) {
            return new RedisTimeoutException(
                    what + " had no answer after " + waited + " ms, with " + load.get()
                            + " commands under way; it may have been executed. The limit is command-timeout ("
                            + config.commandTimeout().toMillis() + " ms)",
                    null);
        }
        if (written) {
            counters.timeouts.add(exchange.weight());
            return new RedisTimeoutException(
                    what + " was sent " + waited + " ms ago and the connection was lost before its answer; it may have"
                            + " been executed: " + cause.getMessage(),
                    cause);
        }
        counters.refused.add(exchange.weight());
        return new RedisUnavailableException(what + " was not sent: " + cause.getMessage(), cause);
    }

    /** Says why nothing can be sent. */
    RedisUnavailableException unavailable() {
        return refusal();
    }

    /** Says that a read never left the queue. */
    RedisUnavailableException waitedTooLong(long since) {
        return new RedisUnavailableException(
                "redis " + address() + ": GET not sent within "
                        + Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms, because all " + Lanes.LANES
                        + " reads under way are slow (" + load.get() + " commands under way). The limit is"
                        + " command-timeout (" + config.commandTimeout().toMillis() + " ms)",
                null);
    }

    /** Counts commands that are sent without asking for admission. */
    void charge(int commands) {
        load.addAndGet(commands);
    }

    Courier courier() {
        return primary.courier();
    }
}
