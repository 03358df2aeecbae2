package dev.larder.session.limit;

import java.time.Duration;

/**
 * The ranges of all settings. They keep every number of a script below 2^53, so that Lua, whose numbers are doubles, computes exactly; the
 * page of each number says why.
 */
final class Ranges {

    static final long MICROS = 1_000_000;
    static final int MOST_ASKS = 16;
    private static final long MOST_IN_A_WINDOW = 4_000_000_000L;
    private static final int MOST_PARTS = 60;
    private static final long MOST_CONCURRENT = 1_000_000;
    private static final long SHARE_OF_MOST = 10;

    private Ranges() {}

    static void requireRate(long permits, Duration per) {
        long micros = micros("per", per, 1);
        if (permits < 1 || permits > micros) {
            throw new IllegalArgumentException("gcra: " + permits + " permits per " + per
                    + "; from 1 to one a microsecond, which are " + micros + ", are possible");
        }
    }

    static void requireBurst(long permits, Duration per, long burst) {
        double refill = (double) burst / permits * micros("per", per, 1);
        if (burst < 1 || refill > micros(Algorithm.LONGEST)) {
            throw new IllegalArgumentException("gcra: a burst of " + burst + " with " + permits + " permits per " + per
                    + "; at least 1, and all of it has to come back within " + Algorithm.LONGEST.toDays() + " days");
        }
    }

    static void requireWindow(long permits, Duration window, int parts) {
        if (parts < 1 || parts > MOST_PARTS) {
            throw new IllegalArgumentException(
                    "sliding window: " + parts + " parts; 1 to " + MOST_PARTS + " are possible");
        }
        micros("window", window, parts);
        if (permits < 1 || permits > MOST_IN_A_WINDOW) {
            throw new IllegalArgumentException(
                    "sliding window: " + permits + " permits; 1 to " + MOST_IN_A_WINDOW + " are possible");
        }
    }

    static void requireConcurrent(long permits, Duration lease) {
        micros("lease", lease, 1);
        if (permits < 1 || permits > MOST_CONCURRENT) {
            throw new IllegalArgumentException(
                    "concurrent: " + permits + " permits; 1 to " + MOST_CONCURRENT + " are possible");
        }
    }

    static void requireShare(String name, Algorithm algorithm, long share) {
        if (share == 0) {
            return;
        }
        if (algorithm instanceof Algorithm.Concurrent) {
            throw new IllegalArgumentException("limit " + name
                    + ": local-share is not for concurrent permits, which are given back one by one; leave it 0");
        }
        long all = all(algorithm);
        if (share < 0 || share > all / SHARE_OF_MOST) {
            throw new IllegalArgumentException("limit " + name + ": a local-share of " + share
                    + "; at most a tenth of what can be taken at once, which is " + all / SHARE_OF_MOST + ", or 0");
        }
    }

    private static long all(Algorithm algorithm) {
        if (algorithm instanceof Algorithm.Gcra gcra) {
            return gcra.burst();
        }
        return algorithm instanceof Algorithm.SlidingWindow window
                ? window.permits()
                : ((Algorithm.Concurrent) algorithm).permits();
    }

    /** Rounded up to one permit, a share of each process would be more than the limit for all of them. */
    static void requireLocal(String name, Algorithm algorithm, OnOutage onOutage) {
        if (onOutage instanceof OnOutage.Local local && LocalShare.whole(all(algorithm), local.part()) < 1) {
            throw new IllegalArgumentException("limit " + name + ": on-outage local " + local.part() + " of "
                    + all(algorithm)
                    + ", which can be taken at once, is less than one permit; so many processes would let"
                    + " more through in an outage than the limit does. Allow more at once, or set on-outage to a larger"
                    + " share, to open or to closed");
        }
    }

    static void requireCost(Limit limit, long cost) {
        if (limit.algorithm() instanceof Algorithm.Concurrent && cost > 1) {
            throw new IllegalArgumentException(
                    "limit " + limit.name() + ": a cost of " + cost + "; concurrent permits are taken one by one");
        }
        if (cost < 0 || cost > limit.mostAtOnce()) {
            throw new IllegalArgumentException(
                    "limit " + limit.name() + ": a cost of " + cost + " can never be allowed;" + " 0 to "
                            + limit.mostAtOnce() + " (what can be taken at once) are possible");
        }
    }

    /** The microseconds of a setting, after a check of its range. */
    private static long micros(String setting, Duration time, int leastMillis) {
        if (time.compareTo(Duration.ofMillis(leastMillis)) < 0
                || time.compareTo(Algorithm.LONGEST) > 0
                || time.toNanosPart() % 1_000 != 0) {
            throw new IllegalArgumentException(setting + " is " + time + "; whole microseconds from " + leastMillis
                    + " ms to " + Algorithm.LONGEST.toDays() + " days are possible");
        }
        return micros(time);
    }

    static long micros(Duration time) {
        return Math.addExact(Math.multiplyExact(time.getSeconds(), MICROS), time.getNano() / 1_000);
    }
}
