package dev.larder.session.limit;

import org.jspecify.annotations.Nullable;

/** What this process knows of one limit and key. What it forgets costs a round trip. */
final class Place {

    final Limit limit;
    final String key;
    final Form form;
    final byte[] name;
    final int slot;
    volatile @Nullable Note note;

    Place(Limit limit, String key, Form form, byte[] name, int slot) {
        this.limit = limit;
        this.key = key;
        this.form = form;
        this.name = name;
        this.slot = slot;
    }

    boolean is(Limit other, String otherKey) {
        return limit.equals(other) && key.equals(otherKey);
    }
}
