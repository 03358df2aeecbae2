package dev.larder.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Paths of which this process has seen lately that some parameters do not select: a hint where to look first, which nothing depends upon.
 * Thread-safe.
 */
final class Searches {

    private static final int MOST = 10_000;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Returns whether the rule of a target's path is worth looking for first. */
    boolean has(Asked asked) {
        return !known.isEmpty()
                && asked.isSearched()
                && known.contains(asked.place().path());
    }

    void add(String path) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.add(path);
    }

    void remove(String path) {
        known.remove(path);
    }
}
