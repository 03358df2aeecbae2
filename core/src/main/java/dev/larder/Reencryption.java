package dev.larder;

/**
 * How far {@link Larder#reencrypt} has come, or has come at the end.
 *
 * @param keys keys looked at; one may be met twice
 * @param renewed entries that another key had sealed, and the primary key seals now
 * @param current entries that the primary key had sealed already
 * @param unsealed entries that are not encrypted, leases and whatever else there is
 * @param unreadable entries whose key is not at hand, or that are forged
 * @param changed entries that another key had sealed and that were written or removed meanwhile
 */
public record Reencryption(long keys, long renewed, long current, long unsealed, long unreadable, long changed) {

    static final Reencryption NONE = new Reencryption(0, 0, 0, 0, 0, 0);

    Reencryption and(Reencryption other) {
        return new Reencryption(
                keys + other.keys,
                renewed + other.renewed,
                current + other.current,
                unsealed + other.unsealed,
                unreadable + other.unreadable,
                changed + other.changed);
    }

    /** Returns whether nothing that was met is left for which another key is needed. */
    public boolean complete() {
        return unreadable == 0 && changed == 0;
    }
}
