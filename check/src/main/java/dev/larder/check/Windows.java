package dev.larder.check;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Times in which something was so, in {@link System#nanoTime()}; those that touch are one. For one thread. */
final class Windows {

    private final NavigableMap<Long, Long> endByBegin = new TreeMap<>();

    /** Adds a time, both ends included. */
    void add(long begin, long end) {
        long from = begin;
        long to = end;
        Map.Entry<Long, Long> before = endByBegin.floorEntry(to);
        while (before != null && before.getValue() >= from) {
            from = Math.min(from, before.getKey());
            to = Math.max(to, before.getValue());
            endByBegin.remove(before.getKey());
            before = endByBegin.floorEntry(to);
        }
        endByBegin.put(from, to);
    }

    /** Whether it was so at some time from {@code begin} to {@code end}. */
    boolean touch(long begin, long end) {
        Map.Entry<Long, Long> before = endByBegin.floorEntry(end);
        return before != null && before.getValue() >= begin;
    }
}
