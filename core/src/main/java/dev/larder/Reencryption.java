package dev.larder;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far {@link Larder#reencrypt} has come, or has come at the end.
 *
 * @param keys keys looked at; one may be met twice
 * @param renewed entries that another key had sealed, and the primary key seals now
 * @param current entries that the primary key had sealed already
 * @param unsealed entries that are not encrypted, leases and whatever else there is
 * @param unreadable entries whose key is not at hand, or that are forged
 * @param changed entries that another key had sealed and that were written or removed meanwhile
 * @param missingKeys of the unreadable entries those whose key is not at hand, by the key's number as {@code larder keys
 *     status} prints it; at most {@value #MOST_MISSING} keys, since whoever can write to Redis can name any
 * @param standstills how often Redis could not be asked and the same was tried again; keys may have been overlooked then
 */
public record Reencryption(
        long keys,
        long renewed,
        long current,
        long unsealed,
        long unreadable,
        long changed,
        Map<String, Long> missingKeys,
        long standstills) {

    private static final int MOST_MISSING = 16;

    /** Nothing yet. */
    public static final Reencryption NONE = new Reencryption(0, 0, 0, 0, 0, 0, Map.of(), 0);

    /** Copies the map, in the order of its keys. */
    public Reencryption {
        missingKeys = Collections.unmodifiableMap(new TreeMap<>(missingKeys));
    }

    Reencryption and(Reencryption other) {
        Map<String, Long> missing = new TreeMap<>(missingKeys);
        other.missingKeys.forEach((key, count) -> {
            if (missing.size() < MOST_MISSING || missing.containsKey(key)) {
                missing.merge(key, count, Long::sum);
            }
        });
        return new Reencryption(
                keys + other.keys,
                renewed + other.renewed,
                current + other.current,
                unsealed + other.unsealed,
                unreadable + other.unreadable,
                changed + other.changed,
                missing,
                standstills + other.standstills);
    }

    /** Counts one more time that Redis could not be asked. */
    Reencryption andStandstill() {
        return and(new Reencryption(0, 0, 0, 0, 0, 0, Map.of(), 1));
    }

    /** Returns whether nothing that was met is left for which another key is needed, and nothing was overlooked. */
    public boolean complete() {
        return unreadable == 0 && changed == 0 && standstills == 0;
    }
}
