package dev.larder.check;

import java.time.Duration;
import java.time.Instant;

/** A value of the second release: what was a number is a time, which JSON would make of that number as well, but another one. */
record Ticket(int key, long version, int form, Instant due, String text) implements Stated {

    private static final int WORDS = 60;

    static Ticket of(int key, long version, int form) {
        return new Ticket(key, version, form, due(version), Prose.of(key, version, form, WORDS));
    }

    private static Instant due(long version) {
        return Instant.EPOCH.plus(Duration.ofDays(version));
    }

    @Override
    public boolean genuine() {
        return due.equals(due(version)) && text.equals(Prose.of(key, version, form, WORDS));
    }
}
