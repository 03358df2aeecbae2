package dev.larder.session;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** The eight bytes before each stored value, another eight for every change. */
final class Version {

    static final Charset UTF_8 = StandardCharsets.UTF_8;

    static final int BYTES = 8;

    /** Of a value that is not there. */
    static final byte[] NONE = new byte[0];

    private Version() {}

    static byte[] fresh() {
        byte[] version = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(version);
        return version;
    }

    /** Returns the version of a stored value. */
    static byte[] of(byte[] stored) {
        return Arrays.copyOf(stored, Math.min(BYTES, stored.length));
    }

    static byte[] join(byte[] version, byte[] value) {
        byte[] stored = Arrays.copyOf(version, BYTES + value.length);
        System.arraycopy(value, 0, stored, BYTES, value.length);
        return stored;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] ascii(long number) {
        return ascii(Long.toString(number));
    }
}
