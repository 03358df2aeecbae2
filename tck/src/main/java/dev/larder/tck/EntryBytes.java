package dev.larder.tck;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** An entry's bytes as docs/redis-keys.md describes them, read and changed without the code under test. */
final class EntryBytes {

    private static final int CREATED = 11;
    private static final int NUMBERS = 17;
    private static final int LOAD_MICROS = 3;

    private EntryBytes() {}

    /** Returns for how many milliseconds an entry is fresh. */
    static long freshMillis(byte[] entry) {
        long value = 0;
        int shift = 0;
        for (int at = NUMBERS; ; at++, shift += 7) {
            value |= (long) (entry[at] & 0x7f) << shift;
            if (entry[at] >= 0) {
                return value;
            }
        }
    }

    /** Makes an entry older, in place; its expiries are told from its creation on. */
    static void age(byte[] entry, long millis, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(entry);
        bytes.putLong(CREATED - 2, bytes.getLong(CREATED - 2) - millis);
        reseal(entry, name);
    }

    /** Returns the same entry, said to have taken as long to load as can be said. */
    static byte[] dearest(byte[] entry, String name) {
        int from = NUMBERS;
        for (int number = 0; number < LOAD_MICROS; number++) {
            from = behind(entry, from);
        }
        int to = behind(entry, from);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(entry, 0, from);
        changed.writeBytes(new byte[] {-1, -1, -1, -1, 0x0f});
        changed.write(entry, to, entry.length - to);
        byte[] bytes = changed.toByteArray();
        reseal(bytes, name);
        return bytes;
    }

    private static int behind(byte[] entry, int number) {
        int at = number;
        while (entry[at] < 0) {
            at++;
        }
        return at + 1;
    }

    /** Computes the checksum: of the name in Redis, and of all but magic, kind and id. */
    private static void reseal(byte[] entry, String name) {
        CRC32C crc = new CRC32C();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        crc.update(entry, 10, entry.length - 14);
        ByteBuffer.wrap(entry).putInt(entry.length - 4, (int) crc.getValue());
    }
}
