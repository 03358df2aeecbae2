package dev.larder.gateway;

import dev.larder.gateway.RawOrigin.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HTTP/2 frame by frame, with field blocks that say exactly what a test wants (RFC 9113; RFC 7541, without any table or coding). */
final class Frames {

    /**
     * What came of a stream.
     *
     * @param content the content, up to its end
     * @param error the code that the stream or the connection was ended with; -1 if it ended by itself
     */
    record Outcome(String content, long error) {}

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    private final Wire wire;

    /** Begins a connection. */
    Frames(Wire wire) throws IOException {
        this.wire = wire;
        wire.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Sends names and values in turn; nothing is checked, nothing added. */
    void headers(int stream, boolean last, String... fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            string(block, fields[i]);
            string(block, fields[i + 1]);
        }
        frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block.toByteArray());
    }

    void data(int stream, boolean last, String content) throws IOException {
        frame(DATA, last ? END_STREAM : 0, stream, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.write(bytes, 0, bytes.length);
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(payload.length >> 16);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(stream >> shift);
        }
        frame.write(payload, 0, payload.length);
        wire.out().write(frame.toByteArray());
        wire.out().flush();
    }

    /** Reads until a stream, or the connection, has ended. */
    Outcome outcome(int stream) throws IOException {
        StringBuilder content = new StringBuilder();
        while (true) {
            byte[] head = wire.in().readNBytes(9);
            if (head.length < 9) {
                return new Outcome(content.toString(), 0);
            }
            byte[] payload = wire.in().readNBytes((int) number(head, 0, 3));
            int type = head[3];
            boolean ours = number(head, 5, 4) == stream;
            if (type == SETTINGS && head[4] != ACK) {
                frame(SETTINGS, ACK, 0, new byte[0]);
            } else if (type == GOAWAY) {
                return new Outcome(content.toString(), number(payload, 4, 4));
            } else if (type == RST_STREAM && ours) {
                return new Outcome(content.toString(), number(payload, 0, 4));
            } else if (type == DATA && ours) {
                content.append(new String(payload, StandardCharsets.ISO_8859_1));
            }
            if (ours && (type == DATA || type == HEADERS) && (head[4] & END_STREAM) != 0) {
                return new Outcome(content.toString(), -1);
            }
        }
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (byte octet : Arrays.copyOfRange(bytes, from, from + count)) {
            number = number << 8 | (octet & 0xff);
        }
        return number;
    }
}
