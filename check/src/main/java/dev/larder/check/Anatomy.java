package dev.larder.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Where the parts of an entry are, as an attacker finds them who has read {@code docs/redis-keys.md}.
 *
 * @param varints where each of the varints of times and cost begins
 * @param schema where the fingerprint of the schema begins; the stamp follows
 * @param tags where the number of tags is
 * @param dictionary where the number of the dictionary begins, or -1 for an entry that is not compressed
 * @param plainLength where the length when unpacked begins, or -1
 * @param payload where the payload begins
 */
record Anatomy(List<Integer> varints, int schema, int tags, int dictionary, int plainLength, int payload) {

    static final int KIND = 1;
    static final int ID = 2;
    static final int FLAGS = 10;
    static final int CREATED = 11;
    static final int TIMES = 17;
    static final int SCHEMA = 4;
    static final int CHECKSUM = 4;

    static final int COMPRESSED = 2;
    static final int SEALED = 4;

    /** Bytes before what is encrypted: the version of the seal and the number of its key. */
    static final int KEY_NUMBER = 4;

    /** Takes an entry apart that Larder has written. */
    static Anatomy of(byte[] entry) {
        List<Integer> varints = new ArrayList<>();
        int at = TIMES;
        for (int i = 0; i < 4; i++) {
            varints.add(at);
            at = after(entry, at);
        }
        int schema = at;
        int tags = schema + SCHEMA + Long.BYTES;
        at = after(entry, tags);
        for (long left = varint(entry, tags); left > 0; left--) {
            long length = varint(entry, at);
            at = after(entry, at) + (int) length;
        }
        if ((entry[FLAGS] & COMPRESSED) == 0) {
            return new Anatomy(varints, schema, tags, -1, -1, at);
        }
        int plainLength = at + Integer.BYTES;
        return new Anatomy(varints, schema, tags, at, plainLength, after(entry, plainLength));
    }

    int stamp() {
        return schema + SCHEMA;
    }

    /** Number of the dictionary that an entry names; 0 for none. */
    static int dictionaryOf(byte[] entry) {
        Anatomy anatomy = of(entry);
        return anatomy.dictionary < 0 ? 0 : ByteBuffer.wrap(entry).getInt(anatomy.dictionary);
    }

    /** Where a varint ends. */
    static int after(byte[] entry, int at) {
        int end = at;
        while (entry[end] < 0) {
            end++;
        }
        return end + 1;
    }

    static long varint(byte[] entry, int at) {
        long value = 0;
        int shift = 0;
        for (int i = at; ; i++) {
            value |= (long) (entry[i] & 0x7f) << shift;
            if (entry[i] >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    /** A number in its shortest form. */
    static byte[] varintOf(long value) {
        ByteBuffer out = ByteBuffer.allocate(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    /** The same bytes with some in the middle replaced. */
    static byte[] splice(byte[] bytes, int from, int to, byte[] by) {
        byte[] spliced = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(by, 0, spliced, from, by.length);
        System.arraycopy(bytes, to, spliced, from + by.length, bytes.length - to);
        return spliced;
    }

    /** Puts the checksum of an entry that is not sealed behind everything else. */
    static byte[] checked(byte[] unchecked, String name) {
        CRC32C crc = new CRC32C();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        crc.update(unchecked, FLAGS, unchecked.length - FLAGS);
        return ByteBuffer.allocate(unchecked.length + CHECKSUM)
                .put(unchecked)
                .putInt((int) crc.getValue())
                .array();
    }
}
