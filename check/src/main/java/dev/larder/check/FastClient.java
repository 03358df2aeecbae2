package dev.larder.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/** A client that takes what it is given at once, on one connection. */
final class FastClient implements AutoCloseable {

    private static final int SILENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    FastClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    private void send(String head) throws IOException {
        out.write((head + "\r\nHost: a\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the SHA-256 of a response. */
    String download(String target) throws IOException {
        send("GET " + target + " HTTP/1.1");
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        return digest();
    }

    private String digest() throws IOException {
        WebHead head = WebHead.read(in);
        if (!head.isGood()) {
            throw new IOException("the gateway answered " + head.line());
        }
        MessageDigest digest = Digests.sha256();
        Digests.read(in, head.length(), digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Sends so much content, and returns what the origin says is its SHA-256. */
    String upload(long length) throws IOException {
        send("POST /upload HTTP/1.1");
        out.write(("Content-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Digests.write(out, length);
        WebHead head = WebHead.read(in);
        if (!head.isGood()) {
            throw new IOException("the gateway answered " + head.line());
        }
        return new String(in.readNBytes((int) head.length()), StandardCharsets.US_ASCII);
    }

    /** Asks for a stored response again and again, and returns how many nanoseconds each took, in order of size. */
    long[] ask(String target, Duration time) throws IOException {
        long[] times = new long[1 << 16];
        int count = 0;
        long end = System.nanoTime() + time.toNanos();
        for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
            download(target);
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = System.nanoTime() - begun;
        }
        long[] all = Arrays.copyOf(times, count);
        Arrays.sort(all);
        return all;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
