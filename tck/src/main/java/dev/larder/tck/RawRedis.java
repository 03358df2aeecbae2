package dev.larder.tck;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's connection to Redis, for looking at what Larder wrote and for writing what Larder did not. Blocking; one
 * call at a time.
 */
public final class RawRedis implements AutoCloseable {

    private static final int REPLY_WITHIN_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** Connects. */
    public RawRedis(String host, int port) {
        try {
            socket = new Socket(host, port);
            socket.setSoTimeout(REPLY_WITHIN_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @param command its words: text or {@code byte[]}
     * @return {@code byte[]}, {@code Long}, {@code String} (a status), a list of these, or null
     * @throws IllegalStateException if the server answers with an error
     */
    public synchronized @Nullable Object call(Object... command) {
        try {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(ascii("*" + command.length + "\r\n"));
            for (Object word : command) {
                byte[] bytes =
                        word instanceof byte[] binary ? binary : word.toString().getBytes(StandardCharsets.UTF_8);
                request.writeBytes(ascii("$" + bytes.length + "\r\n"));
                request.writeBytes(bytes);
                request.writeBytes(ascii("\r\n"));
            }
            request.writeTo(out);
            out.flush();
            return reply();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a value, or null if there is none. */
    public byte @Nullable [] get(String key) {
        return (byte[]) call("GET", key);
    }

    /** Returns an integer reply. */
    public long number(Object... command) {
        return call(command) instanceof Long number ? number : -1;
    }

    /** Returns the time of the server, in milliseconds. */
    public long timeMillis() {
        List<?> time = Objects.requireNonNull((List<?>) call("TIME"));
        return 1_000 * Long.parseLong(new String((byte[]) time.get(0), StandardCharsets.US_ASCII));
    }

    /** Returns how often each command was executed since the last {@code CONFIG RESETSTAT}. */
    public Map<String, Long> commandCounts() {
        byte[] info = (byte[]) call("INFO", "commandstats");
        Map<String, Long> counts = new TreeMap<>();
        new String(info == null ? new byte[0] : info, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .forEach(line -> counts.put(
                        line.substring("cmdstat_".length(), line.indexOf(':')),
                        Long.valueOf(line.substring(line.indexOf("calls=") + 6, line.indexOf(',')))));
        return counts;
    }

    private @Nullable Object reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            case '-' -> throw new IllegalStateException(rest);
            default -> throw new IOException("not a RESP2 reply: " + line);
        };
    }

    private byte @Nullable [] bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return bytes;
    }

    private @Nullable List<@Nullable Object> array(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(reply());
        }
        return elements;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            line.write(c);
        }
        in.skipNBytes(1);
        return line.toString(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
