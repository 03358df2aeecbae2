package dev.larder.session.limit;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Settings of {@link Limits}, and their defaults: {@code localKeys} 65,536; {@code longestNote} 1 minute.
 */
public final class LimitsSpec {

    private static final int MOST_KEYS = 1 << 24;

    private int localKeys = 1 << 16;
    private Duration longestNote = Duration.ofMinutes(1);
    private LongSupplier nanoTime = System::nanoTime;

    LimitsSpec() {}

    /**
     * Sets for how many keys this process remembers something: names, denials, shares. About 150 bytes each,
     * and the key, if it is shorter than 64 characters, or a hash of it; what is forgotten costs a
     * round trip. Rounded up to a power of two.
     *
     * @param keys 16 to 16,777,216
     */
    public LimitsSpec localKeys(int keys) {
        if (keys < 16 || keys > MOST_KEYS) {
            throw new IllegalArgumentException("local-keys " + keys + "; 16 to " + MOST_KEYS + " are possible");
        }
        this.localKeys = keys;
        return this;
    }

    /**
     * Sets how long a denial is answered here before the server is asked again, even if the time to retry has not come: so long it may take
     * until a refund or a {@link Limits#forget} of another process is seen here.
     *
     * @param time up to an hour; zero to ask the server each time
     */
    public LimitsSpec longestNote(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("longest-note " + time + "; from 0 to an hour");
        }
        this.longestNote = time;
        return this;
    }

    /** Sets the monotonic clock. */
    LimitsSpec nanoTime(LongSupplier clock) {
        this.nanoTime = clock;
        return this;
    }

    int localKeys() {
        return localKeys;
    }

    Duration longestNote() {
        return longestNote;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }
}
