package dev.larder.gateway;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin that says exactly what a test wants, byte by byte. */
final class RawOrigin implements AutoCloseable {

    /** What is done with a connection; it is closed afterwards. */
    interface Serving {
        void serve(Wire wire) throws Exception;
    }

    /** One connection, of either side. */
    record Wire(Socket socket, InputStream in, OutputStream out) implements Closeable {

        static Wire of(Socket socket) throws IOException {
            socket.setSoTimeout(10_000);
            return new Wire(socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Reads up to the end of a text; what there is if the connection ends before. */
        String until(String end) throws IOException {
            StringBuilder text = new StringBuilder();
            while (!ends(text, end)) {
                int next = read();
                if (next < 0) {
                    break;
                }
                text.append((char) next);
            }
            return text.toString();
        }

        private static boolean ends(StringBuilder text, String end) {
            return text.length() >= end.length() && text.indexOf(end, text.length() - end.length()) >= 0;
        }

        /** Who closes a connection before all is read that came on it ends it with a reset. */
        private int read() throws IOException {
            try {
                return in.read();
            } catch (SocketException e) {
                return -1;
            }
        }

        String head() throws IOException {
            return until("\r\n\r\n");
        }

        String rest() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Wire> wires = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();

    RawOrigin(Serving serving) throws IOException {
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(() -> accept(serving));
    }

    private void accept(Serving serving) {
        try {
            while (true) {
                Wire wire = Wire.of(server.accept());
                wires.add(wire);
                accepted.incrementAndGet();
                threads.execute(() -> {
                    try (wire) {
                        serving.serve(wire);
                    } catch (Exception e) {
                        // The test has ended, or sees what is missing.
                        assert e != null;
                    }
                });
            }
        } catch (IOException e) {
            assert server.isClosed();
        }
    }

    int accepted() {
        return accepted.get();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Wire wire : wires) {
            wire.close();
        }
        threads.shutdownNow();
    }
}
