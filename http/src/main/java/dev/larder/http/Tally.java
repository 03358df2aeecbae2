package dev.larder.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts responses as a sweep meets them, in any order. A variant counts once the way to it has been met: others are found by nobody.
 * Guarded by its own monitor.
 */
final class Tally {

    /** So many ways are remembered; beyond, variants count unseen. */
    private static final int MOST_WAYS = 100_000;

    private final Map<String, Long> variants = new HashMap<>();
    private final Set<String> ways = new HashSet<>();
    private long plain;
    private boolean rough;

    /**
     * Counts a response.
     *
     * @param key null if it is not known
     */
    synchronized void response(@Nullable String key) {
        String way = key == null ? null : Keys.way(key);
        if (way == null) {
            plain++;
            rough |= key == null;
        } else if (variants.size() < MOST_WAYS || variants.containsKey(way)) {
            variants.merge(way, 1L, Long::sum);
        } else {
            plain++;
            rough = true;
        }
    }

    /** Notes what leads to variants. */
    synchronized void way(@Nullable String key, long generation) {
        if (key != null && ways.size() < MOST_WAYS) {
            ways.add(Keys.way(key, generation));
        } else {
            rough = true;
        }
    }

    synchronized long sum() {
        return plain
                + variants.entrySet().stream()
                        .filter(entry -> ways.contains(entry.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    synchronized boolean isRough() {
        return rough;
    }
}
