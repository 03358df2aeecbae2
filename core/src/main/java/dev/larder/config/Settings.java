package dev.larder.config;

import static dev.larder.config.Setting.Importance.ESSENTIAL;
import static dev.larder.config.Setting.Importance.FREQUENT;
import static dev.larder.config.Setting.Importance.RARE;

import dev.larder.CachePolicy;
import dev.larder.LarderConfig;
import dev.larder.codec.FieldRules;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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
                    config -> config.redisOptions().isEmpty() ? config.redis() : null,
                    "Where Redis or Valkey is; left out if the program says it."),
            new Setting<>(
                    "redis.uri",
                    FREQUENT,
                    Kind.URI,
                    LarderConfig.Builder::redis,
                    config -> config.redisOptions().isEmpty() ? null : config.redis(),
                    "The same, beside the following."),
            connection(
                    "tls-trust",
                    FREQUENT,
                    Kind.FILE,
                    "PEM file with the certificates of the authorities to trust, in place of the JVM's trust store."),
            connection(
                    "tls-certificate",
                    FREQUENT,
                    Kind.FILE,
                    "PEM file with the client's certificate chain, for mutual TLS; with `tls-key`."),
            connection(
                    "tls-key",
                    FREQUENT,
                    Kind.FILE,
                    "PEM file with the PKCS#8 key of `tls-certificate`; may be the same."),
            connection(
                    "tls-verify-hostname",
                    RARE,
                    Kind.FLAG,
                    "Whether the server's certificate has to be for the host name that is connected to; `true` unless"
                            + " said."),
            connection("username-file", FREQUENT, Kind.FILE, "File that holds the ACL user."),
            connection("username-env", FREQUENT, Kind.VARIABLE, "Environment variable that holds the ACL user."),
            connection(
                    "password-file",
                    FREQUENT,
                    Kind.FILE,
                    "File that holds the password; it may be replaced at any time."),
            connection("password-env", FREQUENT, Kind.VARIABLE, "Environment variable that holds the password."),
            new Setting<>(
                    "keyset",
                    FREQUENT,
                    Kind.KEYSET,
                    LarderConfig.Builder::keyset,
                    LarderConfig::keyset,
                    "Where the keys are that values are encrypted with; left out if there are none, or if the program gives"
                            + " them."),
            new Setting<>(
                    "hash-secret",
                    FREQUENT,
                    Kind.SECRET,
                    LarderConfig.Builder::hashSecret,
                    LarderConfig::hashSecret,
                    "Where the secret is that fields, keys and tags are hashed with, at least 16 bytes, the same in all"
                            + " processes; left out if nothing is hashed, or if the program gives it."),
            new Setting<>(
                    "hash-tags",
                    RARE,
                    Kind.SWITCH,
                    LarderConfig.Builder::hashTags,
                    LarderConfig::hashTags,
                    "Whether tags stand in Redis as a keyed hash only; the same in all processes."),
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
                    "encryption",
                    FREQUENT,
                    Kind.ENCRYPTION,
                    CachePolicy.Builder::encryption,
                    policy -> policy.payload().encryption(),
                    "Whether values are encrypted in Redis; then values that are not count as misses."),
            new Setting<>(
                    "secret",
                    FREQUENT,
                    Kind.SWITCH,
                    CachePolicy.Builder::secret,
                    policy -> policy.payload().secret(),
                    "Whether values hold secrets; such are never compressed."),
            new Setting<>(
                    "compression",
                    FREQUENT,
                    Kind.SWITCH,
                    CachePolicy.Builder::compression,
                    policy -> policy.payload().compression(),
                    "Whether values are compressed, by a dictionary that is trained on them."),
            list(
                    "drop-fields",
                    FieldRules.Builder::drop,
                    FieldRules::drop,
                    "Paths of fields that are left out before a value is stored or answered."),
            list(
                    "mask-fields",
                    FieldRules.Builder::mask,
                    FieldRules::mask,
                    "Paths of texts that are replaced by a mask."),
            list(
                    "hash-fields",
                    FieldRules.Builder::hash,
                    FieldRules::hash,
                    "Paths of texts that are replaced by a keyed hash; with `hash-secret`."),
            list(
                    "allow-fields",
                    FieldRules.Builder::allow,
                    FieldRules::allow,
                    "Paths of fields that stay as they are, whatever their own annotation and name say; not what these say of fields in them."),
            list(
                    "sensitive-names",
                    FieldRules.Builder::sensitiveNames,
                    FieldRules::sensitiveNames,
                    "Names of fields that are dropped wherever they are, besides passwords, secrets and card numbers."),
            new Setting<>(
                    "personal-data",
                    FREQUENT,
                    Kind.PERSONAL_DATA,
                    (builder, strict) -> builder.fields(fields -> fields.strict(strict)),
                    policy -> policy.data().fields().strict(),
                    "Whether a cache is refused whose type has fields that look like personal data and are neither dropped,"
                            + " masked, hashed nor allowed."),
            list(
                    "personal-names",
                    FieldRules.Builder::personalNames,
                    FieldRules::personalNames,
                    "Names that look like personal data, besides those known."),
            new Setting<>(
                    "hash-keys",
                    FREQUENT,
                    Kind.SWITCH,
                    CachePolicy.Builder::hashKeys,
                    policy -> policy.data().hashKeys(),
                    "Whether keys stand in Redis as a keyed hash only; with `hash-secret`."),
            new Setting<>(
                    "key-pattern",
                    FREQUENT,
                    Kind.REGEX_OR_OFF,
                    (builder, value) -> builder.keyPattern(value.orElse(null)),
                    policy -> Optional.ofNullable(policy.data().keyPattern()),
                    "What keys have to match as a whole; others are refused."),
            new Setting<>(
                    "mask-keeps",
                    RARE,
                    Kind.INT,
                    (builder, value) -> builder.fields(fields -> fields.maskKeeps(value)),
                    policy -> policy.data().fields().maskKeeps(),
                    "How many characters a mask keeps at the end of a text that is at least three times as long, 0 to 4."),
            new Setting<>(
                    "pad-bytes",
                    RARE,
                    Kind.INT_BYTES,
                    CachePolicy.Builder::padBytes,
                    policy -> policy.payload().padBytes(),
                    "Encrypted values are padded to a multiple of it, so that their length tells less; 0B for no padding."),
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
                    "Size of the largest value that is stored, before and after it is compressed; larger ones are answered only."),
            new Setting<>(
                    "max-key-bytes",
                    RARE,
                    Kind.INT_BYTES,
                    CachePolicy.Builder::maxKeyBytes,
                    CachePolicy::maxKeyBytes,
                    "Length of the longest key that is not hashed."));

    private Settings() {}

    /** A list of paths or names in the rules for fields. */
    private static Setting<CachePolicy.Builder, CachePolicy, List<String>> list(
            String name,
            BiFunction<FieldRules.Builder, List<String>, FieldRules.Builder> setter,
            Function<FieldRules, List<String>> getter,
            String description) {
        return new Setting<>(
                name,
                FREQUENT,
                Kind.LIST,
                (builder, value) -> builder.fields(fields -> setter.apply(fields, value)),
                policy -> getter.apply(policy.data().fields()),
                description);
    }

    /** A setting of the connections to Redis, which has the same name among the options of the URI. */
    private static <T> Setting<LarderConfig.Builder, LarderConfig, T> connection(
            String name, Setting.Importance importance, Kind<T> kind, String description) {
        return new Setting<>(
                "redis." + name,
                importance,
                kind,
                (builder, value) -> builder.redisOption(name, kind.writer().apply(value)),
                config -> {
                    String said = config.redisOptions().get(name);
                    return said == null ? null : kind.reader().read(said);
                },
                description);
    }
}
