package dev.larder.server;

import dev.larder.bench.trace.Trace;

/**
 * The accesses to replay. Which of them are writes depends on the seed and on the position alone, so it is the same for
 * every number of threads and every target.
 *
 * @param trace the keys
 * @param contracts number of contracts that the keys are mapped onto
 * @param writeRatio share of the accesses that are writes, 0 to 1
 * @param seed what the choice of the writes depends on
 */
record Workload(Trace trace, int contracts, double writeRatio, long seed) {
    int length() {
        return trace.length();
    }

    /** The contract of an access. */
    long id(int access) {
        return trace.id(access, contracts);
    }

    boolean isWrite(int access) {
        if (writeRatio <= 0) {
            return false;
        }
        long z = seed + (access + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53 < writeRatio;
    }
}
