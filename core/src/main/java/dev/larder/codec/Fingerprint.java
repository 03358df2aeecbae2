package dev.larder.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The 64 bits that tell whether an entry was written for the type that wants to read it; the same on every JVM. */
final class Fingerprint {

    private Fingerprint() {}

    /** The fingerprint of a type that has no structure but its name. */
    static long of(String format, Type type) {
        return of(format + '\n' + type.getTypeName());
    }

    /** The first 64 bits of the SHA-256 of a text. */
    static long of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which schemas are known by", e);
        }
    }
}
