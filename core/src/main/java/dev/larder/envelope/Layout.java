package dev.larder.envelope;

import java.util.zip.CRC32C;

/**
 * The layout of version 1: big-endian numbers, {@code varint} an unsigned LEB128 of minimal length.
 *
 * <pre>
 *  0      magic 'L'
 *  1      kind                  see {@link Kind}
 *  2..9   id                    with magic and kind the prefix that scripts compare
 *
 *  marker:
 * 10..17  deadline              and no more
 *
 *  entry:
 * 10      flags                 bit 0 holds nothing, 1 compressed, 2 sealed, 3 padded
 * 11..16  created               milliseconds since 1970
 *         fresh, kept, ttl      varints, milliseconds: created to softExpiry, softExpiry to hardExpiry, life given
 *         loadMicros            varint
 *         schema                4 bytes
 *         stamp                 8 bytes
 *         tags                  varint count; each varint length, UTF-8
 *         dictionary            4 bytes, 0 for none; only if compressed
 *         plain length          varint; only if compressed
 *         payload               all bytes up to the checksum, or to the end if sealed
 * last 4  CRC-32C               only if not sealed
 * </pre>
 *
 * <p>Padding (ISO/IEC 7816-4: a byte 80, then zeros) is inside the seal.
 *
 * <p>The checksum covers the name of the entry in Redis and all of the entry but its prefix: an entry that was copied under
 * another name, or whose name is no longer the hash of its key, is corrupt. In a sealed entry the same bytes, without the
 * payload, are the associated data of the encryption. Kind and id are left out because the script that expires an entry
 * rewrites them in place. No entry has two forms: what was opened gives the same bytes when it is written again, but for
 * the encryption's random numbers.
 */
final class Layout {

    static final byte MAGIC = 'L';

    static final int PREFIX_LENGTH = 10;
    static final int MARKER_LENGTH = PREFIX_LENGTH + Long.BYTES;
    static final int CHECKSUM_LENGTH = Integer.BYTES;

    static final int HOLDS_NOTHING = 1;
    static final int COMPRESSED = 1 << 1;
    static final int SEALED = 1 << 2;
    static final int PADDED = 1 << 3;
    static final int KNOWN_FLAGS = HOLDS_NOTHING | COMPRESSED | SEALED | PADDED;

    /** The byte that ends a padded payload; zeros follow. */
    static final byte PAD = (byte) 0x80;

    /** Bytes of a time. */
    static final int TIME_LENGTH = 6;

    /** The latest time that can be written, in the year 10889. */
    static final long MOST_TIME = (1L << (8 * TIME_LENGTH)) - 1;

    /** An entry whose numbers take one byte each, without tags, payload and checksum. */
    static final int MIN_HEADER_LENGTH = PREFIX_LENGTH + 1 + TIME_LENGTH + 4 + Integer.BYTES + Long.BYTES + 1;

    private Layout() {}

    /**
     * Checksum of an entry that is not sealed.
     *
     * @param entry its bytes; the last four are not looked at
     * @param name its name in Redis
     */
    static int checksum(byte[] entry, byte[] name) {
        CRC32C crc = new CRC32C();
        crc.update(name);
        crc.update(entry, PREFIX_LENGTH, entry.length - PREFIX_LENGTH - CHECKSUM_LENGTH);
        return (int) crc.getValue();
    }

    /** The associated data of a sealed entry: its name in Redis, a byte that no name has, and its header. */
    static byte[] associatedData(byte[] entry, int headerEnd, byte[] name) {
        byte[] data = new byte[name.length + 1 + headerEnd - PREFIX_LENGTH];
        System.arraycopy(name, 0, data, 0, name.length);
        System.arraycopy(entry, PREFIX_LENGTH, data, name.length + 1, headerEnd - PREFIX_LENGTH);
        return data;
    }

    /** Bytes that a varint takes. */
    static int varintLength(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }
}
