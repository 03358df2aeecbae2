package dev.larder.check;

import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.OnOutage;
import java.time.Duration;
import java.util.Locale;

/** The limits that processes are under together. */
enum LimitCase {
    /** One key that all ask for. */
    HOT(new Algorithm.Gcra(5_000, Duration.ofSeconds(1), 200), 0, 1),
    /** Many keys, each of them scarce. */
    USER(new Algorithm.Gcra(20, Duration.ofSeconds(1), 10), 0, 100),
    /** Windows. */
    WINDOW(new Algorithm.SlidingWindow(20, Duration.ofMillis(500), 10), 0, 8),
    /** A hot key whose permits processes take beforehand. */
    SHARED(new Algorithm.Gcra(2_000, Duration.ofSeconds(1), 200), 20, 1),
    /** One key with a large burst, of which little comes back: for a failover. */
    FLOOD(new Algorithm.Gcra(50, Duration.ofSeconds(1), 500), 0, 1),
    /** At the same time. */
    PARALLEL(new Algorithm.Concurrent(3, Duration.ofMinutes(1)), 0, 1);

    private final int keys;

    @SuppressWarnings("ImmutableEnumChecker") // a record of records
    private final Limit limit;

    LimitCase(Algorithm algorithm, long share, int keys) {
        this.keys = keys;
        this.limit = Limit.builder(name().toLowerCase(Locale.ROOT), algorithm)
                .onOutage(new OnOutage.Closed())
                .localShare(share)
                .build();
    }

    Limit limit() {
        return limit;
    }

    /** How many keys it is asked for. */
    int keys() {
        return keys;
    }

    String key(long round, int number) {
        return "key-" + round + "-" + number;
    }
}
