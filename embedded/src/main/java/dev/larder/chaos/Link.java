package dev.larder.chaos;

import dev.larder.chaos.Faults.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One connection through a proxy: a socket to the client, one to the server, and per direction a reader and a writer. */
final class Link {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int BUFFER = 16 * 1024;

    private final String name;
    private final Socket client;
    private final Socket server = new Socket();
    private final Traffic traffic;
    private final Flow requests;
    private final Flow replies;
    private final Consumer<Link> onEnd;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private int directionsDone;
    private boolean closed;

    Link(String name, Socket client, Faults faults, Traffic traffic, Consumer<Link> onEnd) {
        this.name = name;
        this.client = client;
        this.traffic = traffic;
        this.requests = new Flow(faults, Direction.REQUESTS, traffic);
        this.replies = new Flow(faults, Direction.REPLIES, traffic);
        this.onEnd = onEnd;
    }

    /** Connects to the server and begins to pass bytes on, in threads of its own. */
    void open(InetSocketAddress target) {
        spawn("requests-in", () -> {
            server.connect(target, CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            spawn("requests-out", () -> deliver(requests, server));
            spawn("replies-in", () -> read(server, replies, new RespScanner(), false));
            spawn("replies-out", () -> deliver(replies, client));
            read(client, requests, new RespScanner(), true);
        });
    }

    Flow flow(Direction direction) {
        return direction == Direction.REQUESTS ? requests : replies;
    }

    /** Ends the connection both ways at once: by RST, or by FIN. What is held is lost. */
    void close(boolean reset) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        shut(client, reset);
        shut(server, reset);
        requests.close();
        replies.close();
        onEnd.accept(this);
    }

    /** Waits for the threads, after {@link #close}. */
    void join(Duration bound) throws InterruptedException {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.join(bound.toMillis());
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void spawn(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        close(true);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        close(true);
                    }
                },
                name + "-" + what);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void read(Socket from, Flow flow, RespScanner scanner, boolean commands)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        for (int n = from.getInputStream().read(buffer);
                n >= 0;
                n = from.getInputStream().read(buffer)) {
            if (commands) {
                for (int end = scanner.scan(buffer, 0, n); end >= 0; end = scanner.scan(buffer, end, n)) {
                    traffic.command(scanner.word());
                }
            }
            flow.offer(Arrays.copyOf(buffer, n));
        }
        flow.end();
    }

    private void deliver(Flow flow, Socket to) throws IOException, InterruptedException {
        for (byte[] bytes = flow.take(); bytes != null; bytes = flow.take()) {
            try {
                to.getOutputStream().write(bytes);
            } finally {
                flow.delivered();
            }
        }
        to.shutdownOutput();
        boolean last;
        synchronized (this) {
            last = ++directionsDone == 2;
        }
        if (last) {
            close(false);
        }
    }

    private static void shut(Socket socket, boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // Already closed by its other side.
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to be done about it.
        }
    }
}
