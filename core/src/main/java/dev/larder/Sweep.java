package dev.larder;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries of one cache: which ones, what is done with them, and how fast.
 *
 * <p>A key that is stored as a hash, because it is too long or keys are hashed, fits always: nobody can tell, so too many are met
 * and never too few.
 *
 * @param keys which keys fit, by their text; called on a thread of Larder, must not block
 * @param what what is done with those that fit
 * @param meeting told of each entry that fits and may still be answered, fresh or stale; only if entries are read
 * @param keysPerSecond the most keys that fit of which something is done in a second; servers look at ten times as many keys at most
 * @param goesOn told how far it is, after each part; false ends the sweep, and what was done stays done
 */
public record Sweep<V>(
        Predicate<? super String> keys,
        What what,
        @Nullable Meeting<? super V> meeting,
        int keysPerSecond,
        Predicate<? super Swept> goesOn) {

    /** What is done. */
    public enum What {
        /** Entries are read. */
        READ,
        /** Entries are made stale, as by {@link Cache#expire}; loads that began before are void. */
        EXPIRE,
        /** Entries are removed, as by {@link Cache#invalidate}; loads that began before are void. */
        INVALIDATE
    }

    /** Takes what is read. */
    @FunctionalInterface
    public interface Meeting<V> {
        /**
         * An entry was met; called on a thread of Larder, for one entry at a time.
         *
         * @param key its key's text, null if only its hash is known
         */
        void meet(@Nullable String key, V value);
    }

    /** Checks. */
    public Sweep {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(goesOn, "goesOn");
        if (keysPerSecond < 1) {
            throw new IllegalArgumentException("a rate of " + keysPerSecond + " keys a second; give 1 or more");
        }
        if ((what == What.READ) != (meeting != null)) {
            throw new IllegalArgumentException("somebody takes what is read, and nothing else");
        }
    }

    /** Reads entries. */
    public static <V> Sweep<V> reading(Predicate<? super String> keys, Meeting<? super V> meeting, int keysPerSecond) {
        return new Sweep<>(keys, What.READ, meeting, keysPerSecond, swept -> true);
    }

    /** Makes entries stale. */
    public static <V> Sweep<V> expiring(Predicate<? super String> keys, int keysPerSecond) {
        return new Sweep<>(keys, What.EXPIRE, null, keysPerSecond, swept -> true);
    }

    /** Removes entries. */
    public static <V> Sweep<V> invalidating(Predicate<? super String> keys, int keysPerSecond) {
        return new Sweep<>(keys, What.INVALIDATE, null, keysPerSecond, swept -> true);
    }

    /** Returns this with somebody who is told how far it is, and may end it. */
    public Sweep<V> asLongAs(Predicate<? super Swept> other) {
        return new Sweep<>(keys, what, meeting, keysPerSecond, other);
    }
}
