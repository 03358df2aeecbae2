package dev.larder.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * The 64 bits that tell whether an entry was written for the type that wants to read it. They depend on names alone: the
 * format and the type with its type arguments.
 */
final class Fingerprint {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /** FNV-1a of {@code format \n type name}, the same on every JVM. */
    static long of(String format, Type type) {
        long hash = FNV_OFFSET;
        for (byte b : (format + '\n' + type.getTypeName()).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
