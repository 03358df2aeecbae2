package dev.larder.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether reads mostly miss, by the last 64 of them. Thread-safe; where two are noted at once, one of them may be
 * forgotten, since it is a guess that costs a round trip at most and must cost readers nothing.
 */
public final class Odds {

    /** So many misses among 64 are most: with fewer, looking first is cheaper. */
    private static final int MOST = 48;

    /** A bit for each read, the last one lowest: whether it missed. */
    private final AtomicLong history = new AtomicLong();

    /** Creates the odds of a cache that nothing is known of: its reads are expected to hit. */
    public Odds() {}

    /** Notes what came of a read. */
    public void note(boolean missed) {
        history.setPlain(history.getPlain() << 1 | (missed ? 1 : 0));
    }

    /** Returns whether the next read will probably miss. */
    public boolean mostlyMiss() {
        return Long.bitCount(history.getPlain()) >= MOST;
    }
}
