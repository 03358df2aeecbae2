package dev.larder.envelope;

import java.util.zip.CRC32C;

/**
 * The layout of version 1: big-endian numbers, {@code varint} an unsigned LEB128 of minimal length.
 *
 * <pre>
 *  0      magic 'L'
 *  1      kind                                     see {@link Kind}
 *  2..9   id                                       with magic and kind the prefix that scripts compare
 *
 *  marker:
 * 10..17  deadline                                 and no more
 *
 *  entry:
 * 10      flags                                    bit 0 holds nothing, 1 compressed, 2 encrypted, 3 key hashed
 * 11..42  created, softExpiry, hardExpiry, ttl     8 bytes each, milliseconds
 * 43..46  loadMicros
 * 47..54  fingerprint
 *         format                                   varint length, ASCII
 *         dictionary                               4 bytes, 0 for none
 *         encryption key                           4 bytes, 0 for none
 *         versions of cache, layer, policy         8 bytes each
 *         tags                                     varint count; each varint length, UTF-8, 8 bytes version
 *         key                                      varint length, UTF-8
 *         payload                                  varint length, bytes
 * last 4  CRC-32C of all but bytes 1 to 9 and itself
 * </pre>
 *
 * Kind and id are left out of the checksum because the script that expires an entry rewrites them in place. No entry has two
 * forms: what was opened gives the same bytes when it is sealed again.
 */
final class Layout {

    static final byte MAGIC = 'L';

    static final int PREFIX_LENGTH = 10;
    static final int MARKER_LENGTH = PREFIX_LENGTH + Long.BYTES;
    static final int CHECKSUM_LENGTH = Integer.BYTES;

    static final int HOLDS_NOTHING = 1;
    static final int COMPRESSED = 1 << 1;
    static final int ENCRYPTED = 1 << 2;
    static final int KEY_HASHED = 1 << 3;
    static final int KNOWN_FLAGS = HOLDS_NOTHING | COMPRESSED | ENCRYPTED | KEY_HASHED;

    /** Flags, four times, load cost, fingerprint, dictionary, encryption key and three versions. */
    private static final int FIXED_LENGTH =
            1 + 4 * Long.BYTES + Integer.BYTES + Long.BYTES + 2 * Integer.BYTES + 3 * Long.BYTES;

    /** An entry whose format, tags, key and payload are empty. */
    static final int MIN_ENTRY_LENGTH = PREFIX_LENGTH + FIXED_LENGTH + 4 + CHECKSUM_LENGTH;

    /** The shortest tag: an empty name and its version. */
    static final int MIN_TAG_LENGTH = 1 + Long.BYTES;

    private Layout() {}

    /** Checksum of a sealed entry, over its first byte and everything from the flags to the payload. */
    static int checksum(byte[] sealed) {
        CRC32C crc = new CRC32C();
        crc.update(sealed[0]);
        crc.update(sealed, PREFIX_LENGTH, sealed.length - PREFIX_LENGTH - CHECKSUM_LENGTH);
        return (int) crc.getValue();
    }

    /** Bytes that a varint takes. */
    static int varintLength(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Whether a character may be part of the name of a format. */
    static boolean isVisibleAscii(int c) {
        return c > ' ' && c < 0x7f;
    }
}
