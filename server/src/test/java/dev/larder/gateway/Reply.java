package dev.larder.gateway;

import dev.larder.gateway.RawOrigin.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A response of HTTP/1.1 as it came, byte by byte.
 *
 * @param status its status
 * @param head status line and fields
 * @param content what its framing says that belongs to it
 */
record Reply(int status, String head, String content) {

    /** Reads all responses until the connection ends; interim ones too. */
    static List<Reply> all(Wire wire) throws IOException {
        List<Reply> replies = new ArrayList<>();
        for (Reply reply = next(wire); !reply.head().isEmpty(); reply = next(wire)) {
            replies.add(reply);
        }
        return replies;
    }

    /** Reads one response to a request that is not HEAD; its head is empty if the connection has ended. */
    static Reply next(Wire wire) throws IOException {
        String head = wire.head();
        if (!head.startsWith("HTTP/")) {
            return new Reply(0, head, "");
        }
        int status = Integer.parseInt(head.substring(9, 12));
        boolean bare = status < 200 || status == 204 || status == 304;
        String length = field(head, "content-length");
        if (bare) {
            return new Reply(status, head, "");
        }
        if (!length.isEmpty()) {
            byte[] content = wire.in().readNBytes(Integer.parseInt(length));
            return new Reply(status, head, new String(content, StandardCharsets.ISO_8859_1));
        }
        String content = field(head, "transfer-encoding").isEmpty() ? wire.rest() : chunks(wire);
        return new Reply(status, head, content);
    }

    private static String chunks(Wire wire) throws IOException {
        StringBuilder content = new StringBuilder();
        int size;
        do {
            String line = wire.until("\r\n").strip();
            size = line.isEmpty() ? 0 : Integer.parseInt(line, 16);
            content.append(new String(wire.in().readNBytes(size), StandardCharsets.ISO_8859_1));
            wire.until("\r\n");
        } while (size > 0);
        return content.toString();
    }

    /** Returns the value of a field; empty if it is not there. */
    static String field(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    String field(String name) {
        return field(head, name);
    }
}
