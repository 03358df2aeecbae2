package dev.larder.config;

import static dev.larder.config.Setting.Importance.ESSENTIAL;
import static dev.larder.config.Setting.Importance.FREQUENT;
import static dev.larder.config.Setting.Importance.RARE;

import dev.larder.CachePolicy;
import dev.larder.LarderConfig;
import java.util.List;
import java.util.Optional;

/** The table of all settings. The file's reader, its suggestions and the page {@code docs/config.md} are made of it. */
final class Settings {

    /** Key of the policies of the layers. */
    static final String LAYERS = "layers";

    /** Key of the changes to single caches. */
    static final String CACHES = "caches";

    /** Key of a cache's layer, beside its settings. */
    static final String LAYER = "layer";

    /** The settings of a whole larder, in the order of the page. */
    static final List<Setting<LarderConfig.Builder, LarderConfig, ?>> LARDER = List.of(
            new Setting<>(
                    "redis",
                    ESSENTIAL,
                    Kind.URI,
                    LarderConfig.Builder::redis,
                    LarderConfig::redis,
                    "Where Redis or Valkey is; left out if the program says it."),
            new Setting<>(
                    "namespace",
                    ESSENTIAL,
                    Kind.NAME,
                    LarderConfig.Builder::namespace,
                    LarderConfig::namespace,
                    "First part of every key: lower-case letters, digits, `.`, `_` and `-`, at most 64, beginning with a"
                            + " letter or a digit."),
            new Setting<>(
                    "staleness-bound",
                    FREQUENT,
                    Kind.DURATION,
                    LarderConfig.Builder::stalenessBound,
                    LarderConfig::stalenessBound,
                    "D of the guarantees: how long after its invalidation a value may still be answered."),
            new Setting<>(
                    "journal-entries",
                    RARE,
                    Kind.INT,
                    LarderConfig.Builder::journalEntries,
                    LarderConfig::journalEntries,
                    "Most undelivered invalidations kept for replay; beyond it the whole cache is invalidated instead."),
            new Setting<>(
                    "tag-entries",
                    RARE,
                    Kind.INT,
                    LarderConfig.Builder::tagEntries,
                    LarderConfig::tagEntries,
                    "Most tag versions kept in this process."),
            new Setting<>(
                    "divergence-samples-per-second",
                    RARE,
                    Kind.INT,
                    LarderConfig.Builder::divergenceSamplesPerSecond,
                    LarderConfig::divergenceSamplesPerSecond,
                    "Near entries compared with Redis each second, at most 1000; 0 compares none."));

    /** The settings of one cache, in the order of the page. */
    static final List<Setting<CachePolicy.Builder, CachePolicy, ?>> POLICY = List.of(
            new Setting<>(
                    "ttl",
                    ESSENTIAL,
                    Kind.RANGE,
                    (builder, value) -> builder.ttl(value.min(), value.max()),
                    policy -> new Kind.Range(policy.ttl(), policy.ttlMax()),
                    "Fresh life of a value. In a range it starts at the shorter end, doubles whenever a reload finds the"
                            + " value unchanged, and starts again when it has changed."),
            new Setting<>(
                    "grace",
                    ESSENTIAL,
                    Kind.DURATION,
                    CachePolicy.Builder::grace,
                    CachePolicy::grace,
                    "How long an expired value is kept as a fallback."),
            new Setting<>(
                    "outage",
                    ESSENTIAL,
                    Kind.OUTAGE,
                    CachePolicy.Builder::outage,
                    CachePolicy::outage,
                    "What to answer while Redis cannot be reached: load, answer stale up to a bound, or fail."),
            new Setting<>(
                    "near",
                    ESSENTIAL,
                    Kind.OFF,
                    (builder, off) -> builder.noNear(),
                    policy -> policy.near().enabled() ? null : "off",
                    "Keeps no values in this process, so that every read goes to Redis."),
            new Setting<>(
                    "near.entries",
                    ESSENTIAL,
                    Kind.COUNT,
                    CachePolicy.Builder::nearEntries,
                    policy -> policy.near().maxEntries() == 0
                            ? null
                            : policy.near().maxEntries(),
                    "Most entries kept in this process."),
            new Setting<>(
                    "near.bytes",
                    FREQUENT,
                    Kind.BYTES,
                    CachePolicy.Builder::nearBytes,
                    policy ->
                            policy.near().maxBytes() == 0 ? null : policy.near().maxBytes(),
                    "Most bytes of keys and values kept in this process, instead of a number of entries."),
            new Setting<>(
                    "stale-while-revalidate",
                    FREQUENT,
                    Kind.DURATION,
                    CachePolicy.Builder::staleWhileRevalidate,
                    CachePolicy::staleWhileRevalidate,
                    "How long after its expiry a value is answered at once while one caller reloads it; at most `grace`."),
            new Setting<>(
                    "stale-if-error",
                    FREQUENT,
                    Kind.DURATION,
                    CachePolicy.Builder::staleIfError,
                    CachePolicy::staleIfError,
                    "How long after its expiry a value is answered when the load fails; at most `grace`."),
            new Setting<>(
                    "negative-ttl",
                    FREQUENT,
                    Kind.DURATION,
                    CachePolicy.Builder::negativeTtl,
                    CachePolicy::negativeTtl,
                    "Fresh life of the answer that there is nothing; 0s to not store it."),
            new Setting<>(
                    "soft-timeout",
                    FREQUENT,
                    Kind.DURATION_OR_OFF,
                    (builder, value) -> builder.softTimeout(value.orElse(null)),
                    policy -> Optional.ofNullable(policy.softTimeout()),
                    "How long a caller waits for a load before it is answered with the stale value, while the load goes"
                            + " on."),
            new Setting<>(
                    "load-timeout",
                    FREQUENT,
                    Kind.DURATION_OR_OFF,
                    (builder, value) -> builder.loadTimeout(value.orElse(null)),
                    policy -> Optional.ofNullable(policy.loadTimeout()),
                    "Bound on one load. Without it a blocking call runs its loader on its own thread."),
            new Setting<>(
                    "max-concurrent-loads",
                    FREQUENT,
                    Kind.INT,
                    CachePolicy.Builder::maxConcurrentLoads,
                    CachePolicy::maxConcurrentLoads,
                    "Loads of this cache under way at once in one process."),
            new Setting<>(
                    "version",
                    FREQUENT,
                    Kind.INT,
                    CachePolicy.Builder::version,
                    CachePolicy::version,
                    "Raising it makes everything that was written under another version a miss."),
            new Setting<>(
                    "jitter",
                    RARE,
                    Kind.DECIMAL,
                    CachePolicy.Builder::jitter,
                    CachePolicy::jitter,
                    "Largest fraction, 0 to 0.5, by which each life is shortened at random, so that entries written"
                            + " together do not expire together."),
            new Setting<>(
                    "early-refresh",
                    RARE,
                    Kind.DECIMAL,
                    CachePolicy.Builder::earlyRefresh,
                    CachePolicy::earlyRefresh,
                    "Beta of the probabilistic early refresh (XFetch): larger refreshes earlier, 0 is off."),
            new Setting<>(
                    "lease",
                    RARE,
                    Kind.DURATION,
                    CachePolicy.Builder::lease,
                    CachePolicy::lease,
                    "Life of the right to load a key; longer than `load-timeout`."),
            new Setting<>(
                    "load-queue-timeout",
                    RARE,
                    Kind.DURATION,
                    CachePolicy.Builder::loadQueueTimeout,
                    CachePolicy::loadQueueTimeout,
                    "How long a load waits for a place among `max-concurrent-loads`; 0s to fail at once."),
            new Setting<>(
                    "max-entry-bytes",
                    RARE,
                    Kind.INT_BYTES,
                    CachePolicy.Builder::maxEntryBytes,
                    CachePolicy::maxEntryBytes,
                    "Size of the largest value that is stored; larger ones are answered only."),
            new Setting<>(
                    "max-key-bytes",
                    RARE,
                    Kind.INT_BYTES,
                    CachePolicy.Builder::maxKeyBytes,
                    CachePolicy::maxKeyBytes,
                    "Length of the longest key that is not hashed."));

    private Settings() {}
}
