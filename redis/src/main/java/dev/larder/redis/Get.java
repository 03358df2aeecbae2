package dev.larder.redis;

/**
 * One caller's read of a key, while it waits for its turn.
 *
 * @param key the whole Redis key
 * @param reply takes the outcome
 * @param slot slot of the key
 * @param since {@link System#nanoTime()} when it was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity only
record Get(byte[] key, Reply<byte[]> reply, int slot, long since) {}
