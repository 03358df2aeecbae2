package dev.larder.far;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The bytes of a key in Redis, comparable by content. */
public final class RedisKey {

    private final byte[] bytes;
    private final int hash;

    /** Wraps the array without copying it. */
    public RedisKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Wraps arrays without copying them. */
    public static List<RedisKey> all(List<byte[]> keys) {
        return keys.stream().map(RedisKey::new).toList();
    }

    /** Returns the array itself, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedisKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
