package dev.larder.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * The head of a message of HTTP/1.1.
 *
 * @param line its first line; empty if the connection has ended
 * @param length of its content; 0 if it does not say
 */
record WebHead(String line, long length) {

    private static final String LENGTH = "content-length:";

    static WebHead read(InputStream in) throws IOException {
        String first = line(in);
        long length = 0;
        for (String line = first; !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Long.parseLong(lower.substring(LENGTH.length()).strip());
            }
        }
        return new WebHead(first, length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    boolean isThere() {
        return !line.isEmpty();
    }

    boolean isGood() {
        return line.startsWith("HTTP/1.1 200 ");
    }
}
