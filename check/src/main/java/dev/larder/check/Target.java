package dev.larder.check;

import dev.larder.CachePolicy;
import dev.larder.CacheSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A cache under attack, by how its values travel. None has a near tier: every lookup reads what is in Redis. */
enum Target {
    /** Some 100 bytes of JSON, sealed as they are. */
    SMALL(2, 0, 0, true, policy -> policy.compression(false)),
    /** Some 1,000 bytes, with tags. */
    UNPACKED(90, 2, 0, true, policy -> policy.compression(false)),
    /** The same, compressed by a dictionary. */
    PACKED(90, 2, 0, true, policy -> policy.compression(true)),
    /** Short values, compressed by a dictionary. */
    SHORT(20, 1, 0, true, policy -> policy.compression(true)),
    /** Too long for a sample, so compressed without a dictionary. */
    LONG(1_900, 0, 0, true, policy -> policy.compression(true)),
    /** Secrets: not compressed, padded. */
    SECRET(10, 3, 256, true, policy -> policy.secret(true)),
    /** Not sealed: a checksum only. */
    CLEAR(60, 1, 0, false, policy -> policy.compression(true));

    /** What an entry may have when it is unpacked. */
    static final int MOST_BYTES = 64 << 10;

    private final int words;
    private final int tags;
    private final int padBytes;
    private final boolean sealed;

    @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
    private final UnaryOperator<CachePolicy.Builder> changes;

    Target(int words, int tags, int padBytes, boolean sealed, UnaryOperator<CachePolicy.Builder> changes) {
        this.words = words;
        this.tags = tags;
        this.padBytes = padBytes;
        this.sealed = sealed;
        this.changes = changes;
    }

    boolean sealed() {
        return sealed;
    }

    /** Whether its values are compressed by a dictionary. */
    boolean dictionary() {
        return this == PACKED || this == SHORT || this == CLEAR;
    }

    String cache() {
        return name().toLowerCase(Locale.ROOT);
    }

    Notice value(int key, long version) {
        return Notice.of(key, version, 0, words);
    }

    /** A value that no cache here would answer, nor unpack. */
    Notice bomb(int key) {
        return new Notice(key, 1, 0, 0, "a".repeat(4 * MOST_BYTES));
    }

    /** Says how a process keeps this cache that has other limits, or no keys. */
    void describe(CacheSpec<Integer, Notice> spec, boolean withKeys, int mostBytes) {
        spec.policy(policy -> changes.apply(policy.ttl(Duration.ofHours(6))
                        .jitter(0)
                        .earlyRefresh(0)
                        .grace(Duration.ZERO)
                        .staleWhileRevalidate(Duration.ZERO)
                        .staleIfError(Duration.ZERO)
                        .noNear()
                        .maxEntryBytes(mostBytes))
                .encryption(withKeys && sealed ? CachePolicy.Encryption.ON : CachePolicy.Encryption.OFF)
                .padBytes(withKeys ? padBytes : 0));
        spec.tags((key, value) ->
                List.of("group:" + key % 7, "street:" + key % 3, "everything").subList(0, tags));
    }
}
