package dev.larder.session.limit;

/**
 * The time of one GCRA limit: a permit comes back in a whole number of ticks, and {@code a} ticks are {@code b} microseconds. So rates are
 * exact whose interval is no whole number of microseconds, such as three permits a second.
 *
 * <p>A tick is half a microsecond to one: the server's time in ticks stays below 2<sup>53</sup> until the year 2112, and {@code a × b}
 * always does. A rate that cannot be written so, of more than a minute and without common factors, is replaced by the next lower one that
 * can, which is lower by less than 1 in 10<sup>7</sup>.
 *
 * @param permit ticks in which a permit comes back
 */
record Ticks(long permit, long a, long b) {

    /** The longest period in microseconds of which every rate is exact. */
    private static final long LONGEST_PERIOD = 60 * Ranges.MICROS;

    static Ticks of(long permits, long perMicros) {
        long divisor = gcd(permits, perMicros);
        long p = permits / divisor;
        long q = perMicros / divisor;
        if (q > LONGEST_PERIOD && p > 1) {
            long[] lower = lower(p, q);
            p = lower[0];
            q = lower[1];
        }
        if (p <= 1) {
            return new Ticks(p == 1 ? q : ceilDiv(perMicros, permits), 1, 1);
        }
        long permit = ceilDiv(q, p);
        long common = gcd(permit * p, q);
        return new Ticks(permit, permit * p / common, q / common);
    }

    /**
     * Returns the greatest fraction not above p/q, which is below one, whose denominator is not above the longest period: the last
     * convergent of its continued fraction that is below it, or what lies between that and the next one; 0/1 if there is no other.
     */
    private static long[] lower(long p, long q) {
        long beforeP = 1;
        long beforeQ = 0;
        long lastP = 0;
        long lastQ = 1;
        long n = q;
        long d = p;
        boolean nextIsBelow = false;
        while (n / d <= (LONGEST_PERIOD - beforeQ) / lastQ) {
            long term = n / d;
            long nextP = term * lastP + beforeP;
            long nextQ = term * lastQ + beforeQ;
            beforeP = lastP;
            beforeQ = lastQ;
            lastP = nextP;
            lastQ = nextQ;
            long rest = n % d;
            n = d;
            d = rest;
            nextIsBelow = !nextIsBelow;
        }
        long between = (LONGEST_PERIOD - beforeQ) / lastQ;
        return nextIsBelow
                ? new long[] {beforeP + between * lastP, beforeQ + between * lastQ}
                : new long[] {lastP, lastQ};
    }

    /** Returns a time of the server in ticks, as the script computes it. */
    long at(long serverMicros) {
        return serverMicros / b * a + serverMicros % b * a / b;
    }

    /** Returns the time of so many ticks in microseconds, rounded up; at most two more. */
    long micros(long ticks) {
        return a == b || ticks == 0 ? ticks : (long) Math.ceil(ticks * (double) b / a) + 1;
    }

    /** Returns how many ticks are surely over after a time in microseconds. */
    long ofMicros(long micros) {
        return a == b ? micros : (long) Math.floor(micros * (double) a / b);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static long ceilDiv(long a, long b) {
        return a / b + (a % b == 0 ? 0 : 1);
    }
}
