package dev.larder.check;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Content that can be told from any other: random blocks that repeat after a length that is no power of two. */
final class Digests {

    private static final byte[] CONTENT = content();

    private Digests() {}

    private static byte[] content() {
        byte[] bytes = new byte[1_000_003];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new CheckException("this JVM has no SHA-256", e);
        }
    }

    static void write(OutputStream out, long length) throws IOException {
        for (long left = length; left > 0; left -= CONTENT.length) {
            out.write(CONTENT, 0, (int) Math.min(left, CONTENT.length));
        }
    }

    /** Returns the digest of what is written with this length. */
    static String of(long length) {
        MessageDigest digest = sha256();
        for (long left = length; left > 0; left -= CONTENT.length) {
            digest.update(CONTENT, 0, (int) Math.min(left, CONTENT.length));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static void read(InputStream in, long length, MessageDigest digest) throws IOException {
        byte[] block = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int read = in.read(block, 0, (int) Math.min(left, block.length));
            if (read < 0) {
                throw new EOFException("the content ended before its time");
            }
            digest.update(block, 0, read);
            left -= read;
        }
    }
}
