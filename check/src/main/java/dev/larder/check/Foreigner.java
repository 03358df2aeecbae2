package dev.larder.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who knows only Redis, on a connection of his own past all network faults. Repeats a command until it is done. For
 * one thread.
 */
final class Foreigner implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int port;
    private @Nullable Socket socket;

    Foreigner(int port) {
        this.port = port;
    }

    void delete(String key) {
        call("DEL", key);
    }

    void set(String key, String value) {
        call("SET", key, value);
    }

    private void call(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        byte[] bytes = request.toString().getBytes(StandardCharsets.US_ASCII);
        while (!done(bytes) && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean done(byte[] request) {
        try {
            Socket open = socket;
            if (open == null) {
                open = new Socket();
                socket = open;
                open.setTcpNoDelay(true);
                open.setSoTimeout(PATIENCE_MILLIS);
                open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            }
            open.getOutputStream().write(request);
            if (line(open.getInputStream()) != '-') {
                return true;
            }
        } catch (IOException e) {
            close();
        }
        return false;
    }

    /** Reads one line and returns what it begins with. */
    private static int line(InputStream in) throws IOException {
        int first = in.read();
        for (int c = first; c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended");
            }
        }
        return first;
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Every reply that was asked for has been read, or the command is repeated.
            }
        }
    }
}
