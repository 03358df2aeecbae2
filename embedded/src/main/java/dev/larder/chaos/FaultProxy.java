package dev.larder.chaos;

import dev.larder.chaos.Faults.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that makes a network misbehave to order, at run time, for connections that exist and for new
 * ones.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.start(); FaultProxy proxy = FaultProxy.to(redis.host(), redis.port())) {
 *     connect(proxy.uri());
 *     proxy.blackHole();
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p><b>Bytes are never lost, repeated or reordered</b> on a connection that goes on: like a network under TCP, a black hole
 * holds what is sent into it, also the end of the stream, and delivers it in order on {@link #heal()}. Only the end of the
 * connection, by {@link #reset()}, by {@link #close()} or by a client that gives up, loses what is held. Up to 16 MiB are
 * held per connection and direction; then the sender is slowed down as by a full window.
 *
 * <p>Faults add up: a delay counts for bytes that come out of a black hole too, from when they had gone in. Connecting
 * to a black hole succeeds, since the system accepts; it is the first reply that does not come. If the server cannot be
 * reached, the connection of the client is reset.
 *
 * <p>Safe for use by several threads. Each connection has four daemon threads. There is no RESP in the way of the bytes; the
 * stream is only looked at to count its messages, and one that is not RESP passes as well.
 */
public final class FaultProxy implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int TRIES = 500;
    private static final Duration THREADS_END_WITHIN = Duration.ofSeconds(5);
    private static final long IN_FLIGHT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private volatile InetSocketAddress target;
    private final Faults faults = new Faults();
    private final Traffic traffic = new Traffic();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private volatile boolean closed;

    private FaultProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
        this.port = listener.getLocalPort();
    }

    /**
     * A proxy without faults, on a free port, to a server that need not be there yet.
     *
     * @throws UncheckedIOException if the host is unknown, or there is no free port
     */
    public static FaultProxy to(String host, int port) {
        FaultProxy proxy = new FaultProxy(address(host, port), listenAnywhere());
        proxy.accept();
        return proxy;
    }

    private static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getAllByName(host)[0], port);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("Unknown host: " + host, e);
        }
    }

    /** Below the range for outgoing connections, lest a client that retries a refused port connects to itself. */
    static ServerSocket listenAnywhere() {
        IOException last = new BindException("none was tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                return listen(ThreadLocalRandom.current().nextInt(11_000, 32_000));
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new UncheckedIOException("No free port between 11000 and 31999 after " + TRIES + " tries", last);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 512);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Always {@code 127.0.0.1}. */
    public String host() {
        return HOST;
    }

    /** Where clients connect to. */
    public int port() {
        return port;
    }

    /** The URI for clients of Redis, {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://" + HOST + ":" + port;
    }

    /** Delivers nothing more either way until {@link #heal()}; connections stay open. */
    public void blackHole() {
        blackHoleRequests();
        blackHoleReplies();
    }

    /** Delivers nothing more to the server until {@link #heal()}; what it sends still arrives. */
    public void blackHoleRequests() {
        hold(Direction.REQUESTS);
    }

    /** Delivers nothing more to clients until {@link #heal()}; the server still gets, and executes, what they send. */
    public void blackHoleReplies() {
        hold(Direction.REPLIES);
    }

    /**
     * Delivers nothing more to clients until {@link #releaseReplies()}, for a test that decides what arrives when. It is the
     * fault of {@link #blackHoleReplies()} under the name of its other use: once this returns, no byte is delivered (but a
     * client that reads nothing is not waited for longer than 1 s).
     */
    public void holdReplies() {
        hold(Direction.REPLIES);
    }

    /** Lets clients have what is held, in order, and what follows. */
    public void releaseReplies() {
        faults.hold(Direction.REPLIES, false);
    }

    /**
     * Lets so many whole RESP messages more, replies or pushes, through to each client connected now, and holds what
     * follows. They may be held already or still to come.
     */
    public void releaseReplies(int messages) {
        requirePositive(messages, "messages");
        links.forEach(link -> link.flow(Direction.REPLIES).permit(messages));
    }

    /** How many bytes from the server are held now, of all connections. */
    public long heldReplyBytes() {
        return links.stream()
                .mapToLong(link -> link.flow(Direction.REPLIES).held())
                .sum();
    }

    /** How many bytes for the server are held now, of all connections. */
    public long heldRequestBytes() {
        return links.stream()
                .mapToLong(link -> link.flow(Direction.REQUESTS).held())
                .sum();
    }

    /** Delivers every byte this long after it came, each way, so that a round trip takes twice this longer; zero to end it. */
    public void delay(Duration eachWay) {
        if (eachWay.isNegative()) {
            throw new IllegalArgumentException("A delay is not negative: " + eachWay);
        }
        faults.delay(eachWay);
    }

    /** Delivers so many bytes a second, on each connection and each way. */
    public void trickle(long bytesPerSecond) {
        requirePositive(bytesPerSecond, "bytesPerSecond");
        faults.trickle(bytesPerSecond);
    }

    /** Leads new connections to another server from now on, and resets the others: a replica has taken over. */
    public void redirect(String newHost, int newPort) {
        target = address(newHost, newPort);
        reset();
    }

    /** Ends every connection by RST, to the client and to the server. New ones are welcome. */
    public void reset() {
        links.forEach(link -> link.close(true));
    }

    /** Whether new connections are refused (the port is closed); existing ones go on. */
    public synchronized void refuse(boolean refuse) {
        if (closed || refuse == (listener == null)) {
            return;
        }
        if (refuse) {
            closeListener();
        } else {
            try {
                listener = listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException("The port " + port + " was taken while it refused connections", e);
            }
            accept();
        }
    }

    /** Ends all faults: delivers what is held, in order, without delay, and accepts connections. */
    public void heal() {
        faults.hold(Direction.REQUESTS, false);
        faults.hold(Direction.REPLIES, false);
        faults.delay(Duration.ZERO);
        faults.trickle(0);
        refuse(false);
    }

    /** How many connections of clients are open now. */
    public int connections() {
        return links.size();
    }

    /** How many connections have been accepted in all. */
    public int accepted() {
        return accepted.get();
    }

    /** How many bytes have been delivered to the server. */
    public long requestBytes() {
        return traffic.delivered(Direction.REQUESTS);
    }

    /** How many bytes have been delivered to clients. */
    public long replyBytes() {
        return traffic.delivered(Direction.REPLIES);
    }

    /** How many commands clients have sent, whether they have been delivered yet or not. */
    public long requests() {
        return traffic.requests();
    }

    /**
     * The names of the commands that clients have sent, in upper case, without arguments, in the order in which they came;
     * the latest 100,000.
     */
    public List<String> commandLog() {
        return traffic.commands();
    }

    /** Empties {@link #commandLog()}; {@link #requests()} counts on. */
    public void clearCommandLog() {
        traffic.clearCommands();
    }

    /** Ends all connections and threads. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            closeListener();
        }
        List<Link> open = List.copyOf(links);
        open.forEach(link -> link.close(false));
        try {
            for (Link link : open) {
                link.join(THREADS_END_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hold(Direction direction) {
        links.forEach(link -> link.flow(direction).revokePermits());
        faults.hold(direction, true);
        try {
            for (Link link : links) {
                link.flow(direction).awaitDelivered(IN_FLIGHT_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void accept() {
        ServerSocket socket = listener;
        if (socket == null) {
            return;
        }
        Thread thread = new Thread(() -> acceptFrom(socket), "larder-fault-proxy-" + port + "-accept");
        thread.setDaemon(true);
        thread.start();
        acceptor = thread;
    }

    private void acceptFrom(ServerSocket socket) {
        try {
            while (!socket.isClosed()) {
                open(socket.accept());
            }
        } catch (IOException closedNow) {
            // The proxy refuses connections or is closed.
        }
    }

    private void open(Socket client) throws IOException {
        if (closed) {
            client.close();
            return;
        }
        String name = "larder-fault-proxy-" + port + "-" + accepted.incrementAndGet();
        Link link = new Link(name, client, faults, traffic, links::remove);
        links.add(link);
        link.open(target);
    }

    /** Waits for the acceptor too: a socket listens on until the thread that waits on it has left. */
    private void closeListener() {
        ServerSocket socket = listener;
        listener = null;
        try {
            if (socket != null) {
                socket.close();
            }
            if (acceptor != null) {
                acceptor.join(THREADS_END_WITHIN.toMillis());
            }
        } catch (IOException e) {
            // It no longer listens either way.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        acceptor = null;
    }

    private static void requirePositive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    /** Shows the two ends. */
    @Override
    public String toString() {
        return "FaultProxy[" + HOST + ":" + port + " -> " + target + "]";
    }
}
