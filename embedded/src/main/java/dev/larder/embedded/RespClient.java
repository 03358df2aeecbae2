package dev.larder.embedded;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One blocking RESP2 connection, enough to ask a server how it is and to tell it what to do. A character stands for a byte
 * (ISO 8859-1), so that any key passes. Not for several threads.
 */
final class RespClient implements AutoCloseable {

    /** The server answered with an error. */
    static final class ErrorReply extends IOException {

        private static final long serialVersionUID = 1L;

        ErrorReply(String message) {
            super(message);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RespClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** A connection whose connect and whose every reply may take up to {@code timeout}. */
    static RespClient connect(int port, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(Ports.address(port), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return new RespClient(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @return a {@code String}, a {@code Long}, a {@code List} of those, or null for a null reply
     * @throws ErrorReply if the server answers with an error, after which the connection is still usable
     * @throws IOException if the connection is lost or the reply takes too long, after which it is not
     */
    @Nullable
    Object call(String... command) throws IOException {
        StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
        for (String part : command) {
            request.append('$')
                    .append(part.length())
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return reply();
    }

    /** The reply of {@link #call} as text; a null reply is the empty string. */
    String text(String... command) throws IOException {
        Object reply = call(command);
        return reply == null ? "" : reply.toString();
    }

    private @Nullable Object reply() throws IOException {
        String line = line();
        String rest = line.isEmpty() ? "" : line.substring(1);
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> rest;
            case '-' -> throw new ErrorReply(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("Not a RESP2 reply: " + line);
        };
    }

    private @Nullable String bulk(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("The connection ended inside a reply");
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private @Nullable List<@Nullable Object> array(int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(reply());
        }
        return elements;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection ended");
            }
            line.append((char) c);
        }
        if (in.read() != '\n') {
            throw new IOException("A line of RESP ends with CR LF");
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is lost: every reply that was asked for has been read.
        }
    }
}
