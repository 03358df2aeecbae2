package dev.larder.envelope;

import java.nio.ByteBuffer;

/** Damage that a checksum does not show, because it was made by somebody who can compute one. */
final class Forged {

    private Forged() {}

    /** A copy of an entry's bytes whose last four are the checksum of the others. */
    static byte[] withChecksum(byte[] bytes, byte[] name) {
        byte[] forged = bytes.clone();
        ByteBuffer.wrap(forged).putInt(forged.length - Layout.CHECKSUM_LENGTH, Layout.checksum(forged, name));
        return forged;
    }
}
