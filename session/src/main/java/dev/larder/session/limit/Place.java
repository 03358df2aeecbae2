package dev.larder.session.limit;

import org.jspecify.annotations.Nullable;

/** What this process knows of one limit and key. What it forgets costs a round trip. */
final class Place {

    final Limit limit;
    /** Whom it counts for, as it is kept: see {@link KeptKey}. */
    final String key;

    final Form form;
    /** The key in Redis. */
    final byte[] name;
    /** What tells it from others in the same key. */
    final byte[] id;

    final int slot;
    final @Nullable HotKey hotKey;
    volatile @Nullable Note note;

    Place(Limit limit, String key, Form form, byte[] name, byte[] id, int slot, long now) {
        this.limit = limit;
        this.key = key;
        this.form = form;
        this.name = name;
        this.id = id;
        this.slot = slot;
        this.hotKey = limit.localShare() == 0 ? null : new HotKey(limit.localShare(), now);
    }

    boolean is(Limit other, String otherKey) {
        return limit.equals(other) && key.equals(otherKey);
    }
}
