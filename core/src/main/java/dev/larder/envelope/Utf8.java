package dev.larder.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 without replacement characters, and without arrays in between. */
final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * Bytes that a text takes.
     *
     * @throws IllegalArgumentException when it has half of a surrogate pair, or takes more than 2 GiB
     */
    static int length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else {
                requirePair(text, i);
                length += 4;
                i++;
            }
        }
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("text of " + length + " bytes");
        }
        return (int) length;
    }

    private static void requirePair(String text, int index) {
        if (Character.isLowSurrogate(text.charAt(index))
                || index + 1 == text.length()
                || !Character.isLowSurrogate(text.charAt(index + 1))) {
            throw new IllegalArgumentException("text of " + text.length()
                    + " characters has half of a surrogate pair at " + index + ", which UTF-8 cannot hold");
        }
    }

    /** Writes a text whose length was asked for before. */
    static void put(String text, ByteBuffer out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out.put((byte) c);
            } else if (c < 0x800) {
                out.put((byte) (0xc0 | (c >> 6))).put(trail(c));
            } else if (!Character.isSurrogate(c)) {
                out.put((byte) (0xe0 | (c >> 12))).put(trail(c >> 6)).put(trail(c));
            } else {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out.put((byte) (0xf0 | (point >> 18)))
                        .put(trail(point >> 12))
                        .put(trail(point >> 6))
                        .put(trail(point));
            }
        }
    }

    private static byte trail(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    /** The text of some bytes, or null when they are not UTF-8. */
    static @Nullable String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || isExactly(text, bytes, offset, length) ? text : null;
    }

    private static boolean isExactly(String text, byte[] bytes, int offset, int length) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).equals(ByteBuffer.wrap(bytes, offset, length));
    }
}
