package dev.larder.check;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can read and write all of Redis: one connection (RESP2) for the bytes themselves, in pipelines. Nothing that is
 * written has a time to live. For one thread.
 */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(String host, int port) {
        try {
            socket = new Socket(host, port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        } catch (IOException e) {
            throw new CheckException("cannot connect to the server: " + e.getMessage(), e);
        }
    }

    /** Reads many values in one pipeline; null where there is none. */
    List<byte @Nullable []> get(List<String> keys) {
        try {
            for (String key : keys) {
                send(ascii("GET"), ascii(key));
            }
            out.flush();
            List<byte @Nullable []> values = new ArrayList<>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                values.add(reply());
            }
            return values;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Writes many values in one pipeline. */
    void set(List<String> keys, List<byte[]> values) {
        try {
            for (int i = 0; i < keys.size(); i++) {
                send(ascii("SET"), ascii(keys.get(i)), values.get(i));
            }
            out.flush();
            for (int i = 0; i < keys.size(); i++) {
                reply();
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Sends a command of words; returns its reply as text, empty for none. */
    String call(String... words) {
        try {
            byte[][] parts = new byte[words.length][];
            for (int i = 0; i < words.length; i++) {
                parts[i] = ascii(words[i]);
            }
            send(parts);
            out.flush();
            byte[] reply = reply();
            return reply == null ? "" : new String(reply, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void send(byte[]... parts) throws IOException {
        out.write(ascii("*" + parts.length + "\r\n"));
        for (byte[] part : parts) {
            out.write(ascii("$" + part.length + "\r\n"));
            out.write(part);
            out.write('\r');
            out.write('\n');
        }
    }

    /** A status, a number or a string. */
    private byte @Nullable [] reply() throws IOException {
        String line = line();
        char type = line.charAt(0);
        if (type == '-') {
            throw new IOException("the server answers: " + line.substring(1));
        }
        if (type != '$') {
            return ascii(line.substring(1));
        }
        int length = Integer.parseInt(line.substring(1));
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static CheckException lost(IOException e) {
        return new CheckException("the server cannot be told or asked: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Every reply that was asked for has been read.
        }
    }
}
