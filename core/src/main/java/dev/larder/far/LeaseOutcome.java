package dev.larder.far;

import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Joins the two replies of one wish for a lease: whether the marker was set, and what is in place after that. */
final class LeaseOutcome {

    private final RedisFar far;
    private final Far.Lease lease;
    private boolean taken;
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
                taken = value != null && !Long.valueOf(0).equals(value);
            }

            @Override
            public void onFailure(RedisException cause) {
                failure = cause;
            }
        };
    }

    /** Takes the reply to the read that follows, and decides. */
    Reply<byte[]> found() {
        return new Reply<>() {
            @Override
            public void onValue(byte @Nullable [] value, boolean tracked) {
                if (failure != null) {
                    lease.reply().onFailure(failure);
                } else if (lease.beside()) {
                    decideBeside(value);
                } else if (value != null && Arrays.equals(value, lease.marker())) {
                    lease.reply().onOwned();
                } else {
                    lease.reply().onFound(value);
                }
            }

            @Override
            public void onFailure(RedisException cause) {
                lease.reply().onFailure(cause);
            }
        };
    }

    private void decideBeside(byte @Nullable [] value) {
        byte[] seen = lease.seen();
        boolean unchanged = seen != null && RedisFar.startsWith(value, seen);
        if (taken && unchanged) {
            lease.reply().onOwned();
            return;
        }
        if (taken) {
            far.release(lease.key(), lease.marker());
        }
        lease.reply().onFound(value);
    }
}
