package dev.larder.far;

import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the two replies of one wish for a lease: whether the marker was set, and what is in place after that. One of them may
 * come on the I/O thread while the other one is given up on another, so they meet under a lock; the caller is told once.
 */
final class LeaseOutcome {

    private final RedisFar far;
    private final Far.Lease lease;
    private boolean decided;
    private boolean taken;
    private boolean early;
    private byte @Nullable [] found;
    private @Nullable RedisException failure;

    LeaseOutcome(RedisFar far, Far.Lease lease) {
        this.far = far;
        this.lease = lease;
    }

    /** Takes the reply to the command that sets the marker. */
    Reply<Object> taken() {
        return new Reply<>() {
            @Override
            public void onValue(@Nullable Object value, boolean tracked) {
                if (decide(value != null && !Long.valueOf(0).equals(value), null)) {
                    giveBack(found);
                }
            }

            @Override
            public void onFailure(RedisException cause) {
                if (decide(false, cause)) {
                    lease.reply().onFailure(cause);
                }
            }

            @Override
            public void onLateValue(@Nullable Object value) {
                far.release(lease.key(), lease.marker());
            }
        };
    }

    /** Notes what became of the marker; returns whether the read came first, and nobody else will tell the caller. */
    private synchronized boolean decide(boolean marked, @Nullable RedisException cause) {
        decided = true;
        taken = marked;
        failure = cause;
        return early;
    }

    /** Notes what is in place; returns whether it is known what became of the marker. */
    private synchronized boolean read(byte @Nullable [] value) {
        found = value;
        early = !decided;
        return decided;
    }

    /** Takes the reply to the read that follows, and decides. */
    Reply<byte[]> found() {
        return new Reply<>() {
            @Override
            public void onValue(byte @Nullable [] value, boolean tracked) {
                if (!read(value)) {
                    return;
                }
                if (failure != null) {
                    lease.reply().onFailure(failure);
                } else if (taken && inPlace(value)) {
                    lease.reply().onOwned(tracked);
                } else {
                    giveBack(value);
                }
            }

            @Override
            public void onFailure(RedisException cause) {
                if (taken) {
                    far.release(lease.key(), lease.marker());
                }
                lease.reply().onFailure(cause);
            }
        };
    }

    /** Whether the marker is where it has to be, and an entry that it stands beside is the one that was seen. */
    private boolean inPlace(byte @Nullable [] value) {
        byte[] seen = lease.seen();
        return lease.beside() ? seen != null && RedisFar.startsWith(value, seen) : Arrays.equals(value, lease.marker());
    }

    /**
     * The lease is of no use: it is not the caller's, the entry has been replaced, or the read came first (where a server
     * had to be sent the script anew), so that pushes may have been missed.
     */
    private void giveBack(byte @Nullable [] value) {
        if (taken) {
            far.release(lease.key(), lease.marker());
        }
        lease.reply().onFound(value);
    }
}
