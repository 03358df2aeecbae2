package dev.larder.session.limit;

import java.nio.charset.StandardCharsets;

/** Numbers as arguments of scripts. */
final class Text {

    private static final byte[][] SMALL = new byte[64][];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = written(i);
        }
    }

    private Text() {}

    /** Returns the digits of a number; nobody changes them. */
    static byte[] of(long number) {
        return number >= 0 && number < SMALL.length ? SMALL[(int) number] : written(number);
    }

    private static byte[] written(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
