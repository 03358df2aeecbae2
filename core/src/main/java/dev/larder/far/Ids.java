package dev.larder.far;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Identities of writes, leases and tag versions: 64 bits, never twice in one process, and from a random start, so that
 * two processes meet with a probability of about 2<sup>-64</sup> for each pair.
 */
public final class Ids {

    private static final AtomicLong NEXT = new AtomicLong(new SecureRandom().nextLong());
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private Ids() {}

    /** Returns the next identity. Thread-safe. */
    public static long next() {
        long z = NEXT.getAndAdd(STEP);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Returns an identity as 8 bytes, big-endian. */
    public static byte[] bytes(long id) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (id >>> (56 - 8 * i));
        }
        return bytes;
    }

    /** Reads what {@link #bytes} wrote, or makes a new identity, equal to none, of anything else. */
    public static long read(byte[] bytes) {
        return bytes.length == Long.BYTES ? read(bytes, 0) : next();
    }

    /** Reads one identity or several; of anything else makes a new one, equal to none. */
    static long[] readAll(byte[] bytes) {
        int count = bytes.length / Long.BYTES;
        if (count == 0 || bytes.length % Long.BYTES != 0) {
            return new long[] {next()};
        }
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = read(bytes, i * Long.BYTES);
        }
        return ids;
    }

    private static long read(byte[] bytes, int from) {
        long id = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            id = id << 8 | bytes[i] & 0xff;
        }
        return id;
    }
}
