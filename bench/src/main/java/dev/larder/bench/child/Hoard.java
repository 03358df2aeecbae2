package dev.larder.bench.child;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.bench.twotier.TwoTier;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;

/** Keeps many values near and says how many bytes of heap each takes beyond its text. */
public final class Hoard {

    /** A subject that has one tier only. */
    public static final String CAFFEINE = "caffeine";

    /** Values. */
    public static final int VALUES = 10_000;

    private static final int LENGTH = 1_000;

    private Hoard() {}

    /** Takes the subject and the URI of the cache. */
    public static void main(String[] arguments) {
        Stdio stdio = new Stdio();
        if (arguments[0].equals(CAFFEINE)) {
            Cache<Long, String> cache =
                    Caffeine.newBuilder().maximumSize(TwoTier.NEAR_ENTRIES).build();
            try {
                stdio.say(measure(cache::put));
            } finally {
                Reference.reachabilityFence(cache);
            }
            return;
        }
        try (TwoTier cache = TwoTier.open(arguments[0], arguments[1])) {
            stdio.say(measure((key, value) -> {
                cache.put(key, value);
                cache.get(key, missing -> value);
            }));
        }
    }

    private interface Keep {
        void keep(Long key, String value);
    }

    private static String measure(Keep keep) {
        keep.keep(-1L, text(-1));
        long before = used();
        for (long key = 0; key < VALUES; key++) {
            keep.keep(key, text(key));
        }
        return Long.toString((used() - before) / VALUES - bytesOfText());
    }

    private static String text(long key) {
        return String.format("%0" + LENGTH + "d", key + 1);
    }

    /** An object with a reference and three small fields, and an array of bytes: aligned to 8. */
    private static long bytesOfText() {
        return 24 + 16 + LENGTH;
    }

    /** The heap that is used when what nobody needs has gone, as far as the collector is told three times. */
    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
