package dev.larder.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The TLS end of a server that has none: listens on 127.0.0.1 and passes on what it decrypts.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.start();
 *         TlsFront front = TlsFront.to(redis.host(), redis.port(), new Identity(certificate, key, null))) {
 *     connect(front.uri() + "?tls-trust=" + authority);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Each connection has two daemon threads.
 */
public final class TlsFront implements AutoCloseable {

    private static final int CHUNK = 16_384;

    /** Application data of TLS 1.2 or 1.3, of 32 bytes that are all zero. */
    private static final byte[] BROKEN_RECORD = Arrays.copyOf(new byte[] {23, 3, 3, 0, 32}, 37);

    /**
     * What the front shows and asks for. The files are PEM.
     *
     * @param certificate the server's certificate chain, its own first
     * @param key the PKCS#8 key of the certificate
     * @param clients certificates of the authorities whose clients are let in, or null for everybody
     */
    public record Identity(
            Path certificate, Path key, @Nullable Path clients) {}

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile SSLContext context;
    private volatile boolean wantsClients;
    private volatile boolean closed;

    private TlsFront(InetSocketAddress target, ServerSocket listener, Identity identity) {
        this.target = target;
        this.listener = listener;
        this.context = TlsIdentity.context(identity);
        this.wantsClients = identity.clients() != null;
    }

    /**
     * Listens on a free port.
     *
     * @throws UncheckedIOException if there is none, or the files cannot be read
     * @throws IllegalArgumentException if the files are not what they should be
     */
    public static TlsFront to(String host, int port, Identity identity) {
        ServerSocket listener = FaultProxy.listenAnywhere();
        try {
            TlsFront front = new TlsFront(new InetSocketAddress(host, port), listener, identity);
            front.start(front::accept);
            return front;
        } catch (RuntimeException e) {
            shut(listener);
            throw e;
        }
    }

    /** Where clients connect to, on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The URI for clients of Redis, {@code rediss://127.0.0.1:port}. */
    public String uri() {
        return "rediss://127.0.0.1:" + port();
    }

    /** How many connections were accepted so far, whether or not they passed the TLS handshake. */
    public int accepted() {
        return accepted.get();
    }

    /** Shows and asks for something else from the next connection on. */
    public void use(Identity identity) {
        context = TlsIdentity.context(identity);
        wantsClients = identity.clients() != null;
    }

    /** Ends all connections. */
    public void reset() {
        sockets.forEach(TlsFront::shut);
    }

    /** Sends a record that cannot be decrypted into every connection. */
    public void garble() {
        for (Socket client : clients) {
            try {
                client.getOutputStream().write(BROKEN_RECORD);
            } catch (IOException e) {
                log(e);
            }
        }
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "tls-front-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket raw = listener.accept();
                accepted.incrementAndGet();
                sockets.add(raw);
                clients.add(raw);
                start(() -> serve(raw));
            } catch (IOException e) {
                log(e);
            }
        }
        reset();
    }

    private void serve(Socket raw) {
        Socket server = new Socket();
        sockets.add(server);
        try {
            raw.setTcpNoDelay(true);
            SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
            client.setNeedClientAuth(wantsClients);
            client.startHandshake();
            server.setTcpNoDelay(true);
            server.connect(target);
            start(() -> pump(server, client, raw, server));
            pump(client, server, raw, server);
        } catch (IOException e) {
            log(e);
            end(raw, server);
        }
    }

    private void pump(Socket from, Socket to, Socket raw, Socket server) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
        } catch (IOException e) {
            log(e);
        }
        end(raw, server);
    }

    private void end(Socket raw, Socket server) {
        shut(raw);
        shut(server);
        sockets.remove(raw);
        clients.remove(raw);
        sockets.remove(server);
    }

    private static void shut(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            log(e);
        }
    }

    private static void log(Exception cause) {
        System.getLogger(TlsFront.class.getName()).log(Level.DEBUG, "a connection has ended", cause);
    }

    /** Stops listening and ends all connections. */
    @Override
    public void close() {
        closed = true;
        shut(listener);
        reset();
    }
}
