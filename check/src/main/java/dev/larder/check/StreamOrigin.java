package dev.larder.check;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An origin for streams: {@code GET /bytes/N} is answered with so many bytes, not to be stored; {@code GET /stored/N} may be; {@code POST}
 * with the SHA-256 of what came.
 */
final class StreamOrigin implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "stream-origin");
        thread.setDaemon(true);
        return thread;
    });

    StreamOrigin() {
        try {
            server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new CheckException("cannot listen on loopback: " + e.getMessage(), e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), BLOCK);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BLOCK);
            for (WebHead head = WebHead.read(in); head.isThere(); head = WebHead.read(in)) {
                answer(head, in, out);
                out.flush();
            }
        } catch (IOException e) {
            // The gateway has closed the connection.
        }
    }

    private static void answer(WebHead head, InputStream in, OutputStream out) throws IOException {
        String[] words = head.line().split(" ", -1);
        if (words[0].equals("POST")) {
            MessageDigest digest = Digests.sha256();
            Digests.read(in, head.length(), digest);
            head(out, "no-store", 64);
            out.write(HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String[] parts = words[1].split("/", -1);
        long length = Long.parseLong(parts[2]);
        head(out, parts[1].equals("stored") ? "max-age=3600" : "no-store", length);
        Digests.write(out, length);
    }

    private static void head(OutputStream out, String cacheControl, long length) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nCache-Control: " + cacheControl
                        + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is closed.
        }
        threads.shutdownNow();
    }
}
