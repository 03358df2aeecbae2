package dev.larder.check;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.Larder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A cache under load, encrypted and compressed by a dictionary, and what may be read from it. */
enum Shelf {
    /** Without a near tier: each read is of what Redis has. */
    FAR(false),
    /** With a near tier, whose values may be as old as the staleness bound. */
    NEAR(true),
    /** Of values that the two releases know as a {@link Ticket} each, of which neither can be read as the other. */
    INCOMPATIBLE(false);

    /** Keys in each. */
    static final int KEYS = 300;

    /** Processes that write, each its own keys. */
    static final int JVMS = 2;

    private static final long BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int WORDS = 90;

    private final boolean near;

    Shelf(boolean near) {
        this.near = near;
    }

    /** Number of a key among those of all shelves. */
    @SuppressWarnings("EnumOrdinal") // the numbers live no longer than a run
    int place(int key) {
        return ordinal() * KEYS + key;
    }

    static int places() {
        return values().length * KEYS;
    }

    /** The process that writes a key. */
    static int owner(int key) {
        return key % JVMS;
    }

    /** Whether a key is written seldom, so that its entry stays as an earlier key and an earlier dictionary have made it. */
    static boolean quiet(int key) {
        return key % 10 >= 7;
    }

    String cache() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an entry that was acknowledged has to be there, and readable. */
    boolean everReadable() {
        return this != INCOMPATIBLE;
    }

    /** How old a value may be that a lookup answers. */
    long lookupSlackNanos() {
        return near ? BOUND_NANOS : 0;
    }

    /** How old a value may be that a get answers: one that loads may be joined until it hears of a write elsewhere. */
    long getSlackNanos() {
        return near || this == INCOMPATIBLE ? BOUND_NANOS : 0;
    }

    Stated value(int key, long version, int form) {
        if (this != INCOMPATIBLE) {
            return Notice.of(key, version, form, WORDS);
        }
        return Ticket.of(key, version, form);
    }

    /** Makes the cache as this release knows it. */
    @SuppressWarnings("unchecked")
    Cache<Integer, Stated> open(Larder larder) {
        Class<? extends Stated> type = this == INCOMPATIBLE ? Ticket.class : Notice.class;
        return (Cache<Integer, Stated>) open(larder, type);
    }

    private <V extends Stated> Cache<Integer, V> open(Larder larder, Class<V> type) {
        return larder.cache(cache(), Integer.class, type, spec -> {
            spec.policy(policy -> (near ? policy : policy.noNear())
                    .ttl(Duration.ofHours(6))
                    .jitter(0)
                    .earlyRefresh(0)
                    .grace(Duration.ZERO)
                    .staleWhileRevalidate(Duration.ZERO)
                    .staleIfError(Duration.ZERO)
                    .compression(true)
                    .encryption(CachePolicy.Encryption.ON));
            spec.tags((key, value) -> List.of("group:" + key % 16));
        });
    }
}
