package dev.larder.far;

import java.nio.charset.StandardCharsets;

/**
 * The key of one entry.
 *
 * @param redis its key in Redis
 * @param full the application's key as text; of no further use where Redis is, whose name for it is bound to the entry
 * @param hashed whether the Redis key holds only a hash of it
 */
public record ValueKey(RedisKey redis, String full, boolean hashed) {

    private static final byte[] LEASE = ":lease".getBytes(StandardCharsets.US_ASCII);

    /** Returns the key of the lease beside the entry. */
    byte[] lease() {
        byte[] value = redis.bytes();
        byte[] lease = new byte[value.length + LEASE.length];
        System.arraycopy(value, 0, lease, 0, value.length);
        System.arraycopy(LEASE, 0, lease, value.length, LEASE.length);
        return lease;
    }
}
