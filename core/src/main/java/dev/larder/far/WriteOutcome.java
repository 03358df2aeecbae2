package dev.larder.far;

import dev.larder.redis.RedisException;
import dev.larder.redis.RedisTimeoutException;
import dev.larder.redis.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the two replies of one write: whether it was done, and whether it is still in place and tracked. One of them may come
 * on the I/O thread while the other one is given up on another, so they meet under a lock; the caller is told once.
 */
final class WriteOutcome {

    /** Length of what identifies a value: see {@code Envelopes}. */
    static final int PREFIX_LENGTH = 10;

    private final Far.Write write;
    private final @Nullable Unsettled unsettled;
    private boolean done;

    /** Whether the read of the first bytes is over; it comes first where a server had to be sent the script anew. */
    private boolean read;

    /**
     * Creates the outcome to be.
     *
     * @param unsettled until when an unknown outcome stays open; null if it does no harm
     */
    WriteOutcome(Far.Write write, @Nullable Unsettled unsettled) {
        this.write = write;
        this.unsettled = unsettled;
    }

    /** Takes the reply to {@code put.lua} or {@code swap.lua}: 1, or 0 if its condition did not hold. */
    Reply<Long> written() {
        return new Reply<>() {
            @Override
            public void onValue(@Nullable Long value, boolean tracked) {
                if (value == null || value == 0) {
                    write.reply().onRefused();
                } else if (second(true) || !write.track()) {
                    write.reply().onDone(false);
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                if (unsettled == null || !(failure instanceof RedisTimeoutException)) {
                    write.reply().onFailure(failure);
                } else {
                    unsettled.whenOver(() -> write.reply().onFailure(failure));
                }
            }

            @Override
            public void onLateValue(@Nullable Long value) {
                if (value != null && value == 1) {
                    write.reply().onLateDone();
                }
            }
        };
    }

    /** Takes the reply to the read of the first bytes. */
    Reply<byte[]> tracking() {
        return new Reply<>() {
            @Override
            public void onValue(byte @Nullable [] prefix, boolean tracked) {
                if (second(false)) {
                    write.reply().onDone(tracked && inPlace(prefix));
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                if (second(false)) {
                    write.reply().onDone(false);
                }
            }
        };
    }

    /** Notes that the write is done, or that the read is over; returns whether the other one was so before. */
    private synchronized boolean second(boolean writing) {
        boolean before = writing ? read : done;
        done |= writing;
        read |= !writing;
        return before;
    }

    private boolean inPlace(byte @Nullable [] prefix) {
        return prefix != null
                && prefix.length == PREFIX_LENGTH
                && Arrays.equals(prefix, 0, PREFIX_LENGTH, write.value(), 0, PREFIX_LENGTH);
    }
}
