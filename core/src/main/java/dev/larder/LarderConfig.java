package dev.larder;

import static java.util.Objects.requireNonNull;

import dev.larder.ConfigurationException.Problem;
import dev.larder.config.ConfigReader;
import dev.larder.config.Notation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one {@code Larder}: where Redis is, the policies of the layers, and the operator's changes to single
 * caches. Made by {@link #builder()} or read from a file by {@link #load}.
 *
 * @param redis URI of Redis, or null if it is given elsewhere
 * @param redisOptions settings of the connections to Redis by name, as the options of the URI, and winning over those
 * @param keyset where the keys are that values are encrypted with: {@code file:} and a path, or {@code env:} and a variable;
 *     null if there are none, or if they are given elsewhere
 * @param hashSecret where the secret is that texts are hashed with: {@code file:} and a path, or {@code env:} and a variable;
 *     null if there is none, or if it is given elsewhere
 * @param hashTags whether tags stand in Redis as a keyed hash only; the same in all processes
 * @param namespace first part of every key: {@code [a-z0-9][a-z0-9._-]{0,63}}
 * @param stalenessBound D of the guarantees: how long after its invalidation a value may still be answered
 * @param layers the policy of every layer; all four are there
 * @param caches changes to single caches by name, of the form of the namespace; they win over what the code says
 * @param origins where settings of layers and caches were said, by their full names such as {@code layers.api.ttl}:
 *     {@code larder.yaml:7:5}; what the code said is not in it
 * @param journalEntries most undelivered invalidations that are kept for replay
 * @param tagEntries most tag versions that are kept in this process
 * @param divergenceSamplesPerSecond near entries that are compared with Redis each second, 0 to 1000; 0 compares none
 */
public record LarderConfig(
        @Nullable String redis,
        Map<String, String> redisOptions,
        @Nullable String keyset,
        @Nullable String hashSecret,
        boolean hashTags,
        String namespace,
        Duration stalenessBound,
        Map<Layer, CachePolicy> layers,
        Map<String, CacheSettings> caches,
        Map<String, String> origins,
        int journalEntries,
        int tagEntries,
        int divergenceSamplesPerSecond) {

    private static final int MOST_SAMPLES = 1_000;

    /**
     * The operator's changes to one cache.
     *
     * @param layer the layer that the cache belongs to, or null for the one that the code says
     * @param changes applied to the policy that the layer and the code make
     * @param origin where this was said, for error messages: {@code larder.yaml:7:3} or {@code LarderConfig}
     */
    public record CacheSettings(@Nullable Layer layer, UnaryOperator<CachePolicy.Builder> changes, String origin) {
        /** Refuses nulls. */
        public CacheSettings {
            requireNonNull(changes, "changes");
            requireNonNull(origin, "origin");
        }
    }

    /**
     * Checks the settings; layers that are missing get their defaults.
     *
     * @throws ConfigurationException naming every problem
     */
    public LarderConfig {
        requireNonNull(namespace, "namespace");
        requireNonNull(stalenessBound, "stalenessBound");
        Findings findings = new Findings();
        if (!Notation.isName(namespace)) {
            findings.add("namespace is '" + namespace + "'; use " + Notation.NAME_RULE, "namespace");
        }
        for (String name : caches.keySet()) {
            if (!Notation.isName(name)) {
                findings.add("the name of a cache is '" + name + "'; use " + Notation.NAME_RULE, name);
            }
        }
        findings.positive("staleness-bound", stalenessBound, "set it to how long an invalidated value may be answered");
        findings.within("journal-entries", journalEntries, 1, Integer.MAX_VALUE);
        findings.within("tag-entries", tagEntries, 1, Integer.MAX_VALUE);
        findings.within("divergence-samples-per-second", divergenceSamplesPerSecond, 0, MOST_SAMPLES);
        findings.throwIfAny();
        Map<Layer, CachePolicy> complete = new EnumMap<>(Layer.class);
        for (Layer layer : Layer.values()) {
            complete.put(layer, layers.getOrDefault(layer, CachePolicy.of(layer)));
        }
        layers = Collections.unmodifiableMap(complete);
        caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        redisOptions = Collections.unmodifiableMap(new LinkedHashMap<>(redisOptions));
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a configuration file.
     *
     * @throws ConfigurationException naming every problem of the file, or why it cannot be read
     */
    public static LarderConfig load(Path file) {
        return ConfigReader.load(file);
    }

    /**
     * Reads the text of a configuration file.
     *
     * @param sourceName name of the file in messages
     * @throws ConfigurationException naming every problem of the text
     */
    public static LarderConfig parse(String yaml, String sourceName) {
        return ConfigReader.parse(yaml, sourceName);
    }

    /** Returns the layer of a cache: the operator's choice, else the code's. */
    public Layer layer(String cache, Layer inCode) {
        CacheSettings settings = caches.get(cache);
        return settings == null || settings.layer == null ? inCode : settings.layer;
    }

    /**
     * Returns the policy of a cache: the policy of its layer, changed by the code, then changed by the operator.
     *
     * @param cache name of the cache
     * @param inCode the layer that the code says
     * @param changes what the code changes
     * @throws ConfigurationException naming the cache and every contradiction
     */
    public CachePolicy policy(String cache, Layer inCode, UnaryOperator<CachePolicy.Builder> changes) {
        Layer layer = layer(cache, inCode);
        CachePolicy base = requireNonNull(layers.get(layer));
        CacheSettings settings = caches.get(cache);
        CachePolicy.Builder builder = changes.apply(base.toBuilder());
        try {
            return (settings == null ? builder : settings.changes.apply(builder)).build();
        } catch (ConfigurationException e) {
            String what = "cache '" + cache + "' in layer " + layer.configName();
            throw new ConfigurationException(
                    e.problems().stream()
                            .map(problem -> {
                                String origin = origin(cache, problem.settings());
                                String where = origin.isEmpty() ? what : origin + ": " + what;
                                return new Problem(where, problem.settings(), problem.text());
                            })
                            .toList(),
                    e);
        }
    }

    /**
     * Adds to problems of a cache where the file said their settings.
     *
     * @param inCode the layer that the code says
     * @param policy what the settings came to
     */
    ConfigurationException located(String cache, Layer inCode, CachePolicy policy, ConfigurationException found) {
        return new ConfigurationException(
                found.problems().stream()
                        .map(problem -> new Problem(
                                origin(cache, inCode, policy, problem.settings()), problem.settings(), problem.text()))
                        .toList(),
                found.getCause());
    }

    private String origin(String cache, Layer inCode, CachePolicy policy, List<String> settings) {
        Layer layer = layer(cache, inCode);
        CachePolicy ofLayer = requireNonNull(layers.get(layer));
        for (String setting : settings) {
            String ofCache = origins.get("caches." + cache + "." + setting);
            if (ofCache != null) {
                return ofCache;
            }
            String inLayer = origins.get("layers." + layer.configName() + "." + setting);
            if (inLayer != null && same(setting, ofLayer, policy)) {
                return inLayer;
            }
        }
        return origin(cache, settings);
    }

    private static boolean same(String setting, CachePolicy one, CachePolicy other) {
        return ConfigReader.same(setting, one, other);
    }

    /** Returns the rules for fields that a text names, in its order. */
    static List<String> settingsIn(String text) {
        return ConfigReader.named(text);
    }

    /** Where the cache's own settings say the first of these; where they begin, if they say none; else empty. */
    private String origin(String cache, List<String> settings) {
        CacheSettings own = caches.get(cache);
        return settings.stream()
                .map(setting -> origins.get("caches." + cache + "." + setting))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(own == null ? "" : own.origin);
    }

    /** Returns a builder that starts with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Never shows the credentials of the URI. */
    @Override
    public String toString() {
        return "LarderConfig[namespace=" + namespace + ", stalenessBound=" + stalenessBound + ", layers=" + layers
                + ", caches=" + caches.keySet() + ", journalEntries=" + journalEntries + ", tagEntries=" + tagEntries
                + ", divergenceSamplesPerSecond=" + divergenceSamplesPerSecond + "]";
    }

    /**
     * Builder of configurations. The defaults:
     *
     * <ul>
     *   <li>no Redis URI, no settings of connections besides, no keyset, no hash secret
     *   <li>namespace {@code larder}; tags are not hashed
     *   <li>staleness bound 500 ms
     *   <li>the layers' own {@linkplain CachePolicy#of defaults}, no changes to single caches
     *   <li>10,000 entries in the journal, 100,000 tag versions in this process
     *   <li>10 samples of the divergence audit per second
     * </ul>
     *
     * Not safe for use by several threads.
     */
    public static final class Builder {
        private @Nullable String redis;
        private final Map<String, String> redisOptions = new LinkedHashMap<>();
        private @Nullable String keyset;
        private @Nullable String hashSecret;
        private boolean hashTags;
        private String namespace = "larder";
        private Duration stalenessBound = Duration.ofMillis(500);
        private final Map<Layer, CachePolicy> layers = new EnumMap<>(Layer.class);
        private final Map<String, CacheSettings> caches = new LinkedHashMap<>();
        private final Map<String, String> origins = new LinkedHashMap<>();
        private int journalEntries = 10_000;
        private int tagEntries = 100_000;
        private int divergenceSamplesPerSecond = 10;

        private Builder() {
            for (Layer layer : Layer.values()) {
                layers.put(layer, CachePolicy.of(layer));
            }
        }

        private Builder(LarderConfig config) {
            redis = config.redis;
            redisOptions.putAll(config.redisOptions);
            keyset = config.keyset;
            hashSecret = config.hashSecret;
            hashTags = config.hashTags;
            namespace = config.namespace;
            stalenessBound = config.stalenessBound;
            layers.putAll(config.layers);
            caches.putAll(config.caches);
            origins.putAll(config.origins);
            journalEntries = config.journalEntries;
            tagEntries = config.tagEntries;
            divergenceSamplesPerSecond = config.divergenceSamplesPerSecond;
        }

        /** Sets the URI of Redis; null if it is given elsewhere. */
        public Builder redis(@Nullable String redis) {
            this.redis = redis;
            return this;
        }

        /**
         * Sets one setting of the connections to Redis; it wins over the URI.
         *
         * @param name name of an option of the URI, such as {@code tls-trust}; checked when the larder is built
         * @param value as in the URI, but not percent-encoded
         */
        public Builder redisOption(String name, String value) {
            redisOptions.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
            return this;
        }

        /** Sets where the keys are that values are encrypted with; null for none, or if they are given elsewhere. */
        public Builder keyset(@Nullable String keyset) {
            this.keyset = keyset;
            return this;
        }

        /** Sets where the secret is that texts are hashed with; null for none, or if it is given elsewhere. */
        public Builder hashSecret(@Nullable String hashSecret) {
            this.hashSecret = hashSecret;
            return this;
        }

        /** Sets whether tags stand in Redis as a keyed hash only; the same in all processes. */
        public Builder hashTags(boolean hashTags) {
            this.hashTags = hashTags;
            return this;
        }

        /** Sets the first part of every key. */
        public Builder namespace(String namespace) {
            this.namespace = requireNonNull(namespace, "namespace");
            return this;
        }

        /** Sets D of the guarantees. */
        public Builder stalenessBound(Duration stalenessBound) {
            this.stalenessBound = requireNonNull(stalenessBound, "stalenessBound");
            return this;
        }

        /**
         * Changes the policy of a layer.
         *
         * @throws ConfigurationException if the changed settings contradict each other
         */
        public Builder layer(Layer layer, UnaryOperator<CachePolicy.Builder> changes) {
            CachePolicy policy = requireNonNull(layers.get(layer));
            CachePolicy changed = changes.apply(policy.toBuilder()).build();
            String prefix = "layers." + layer.configName() + ".";
            origins.keySet()
                    .removeIf(
                            name -> name.startsWith(prefix) && !same(name.substring(prefix.length()), policy, changed));
            layers.put(layer, changed);
            return this;
        }

        /** Changes one cache, in the layer that the code says; replaces what was said of it before. */
        public Builder cache(String name, UnaryOperator<CachePolicy.Builder> changes) {
            return cache(name, new CacheSettings(null, changes, "LarderConfig"));
        }

        /** Changes one cache and moves it to a layer; replaces what was said of it before. */
        public Builder cache(String name, Layer layer, UnaryOperator<CachePolicy.Builder> changes) {
            return cache(name, new CacheSettings(layer, changes, "LarderConfig"));
        }

        /** Changes one cache; replaces what was said of it before. */
        public Builder cache(String name, CacheSettings settings) {
            caches.put(requireNonNull(name, "name"), requireNonNull(settings, "settings"));
            origins.keySet().removeIf(said -> said.startsWith("caches." + name + "."));
            return this;
        }

        /**
         * Sets where a setting of a layer or a cache was said, for error messages; changing the setting forgets it.
         *
         * @param setting its full name, such as {@code caches.contracts.ttl}
         * @param where {@code file:line:column}
         */
        public Builder origin(String setting, String where) {
            origins.put(requireNonNull(setting, "setting"), requireNonNull(where, "where"));
            return this;
        }

        /** Sets the most undelivered invalidations that are kept for replay. */
        public Builder journalEntries(int journalEntries) {
            this.journalEntries = journalEntries;
            return this;
        }

        /** Sets the most tag versions that are kept in this process. */
        public Builder tagEntries(int tagEntries) {
            this.tagEntries = tagEntries;
            return this;
        }

        /** Sets how many near entries are compared with Redis each second; 0 compares none. */
        public Builder divergenceSamplesPerSecond(int divergenceSamplesPerSecond) {
            this.divergenceSamplesPerSecond = divergenceSamplesPerSecond;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @throws ConfigurationException naming every problem
         */
        public LarderConfig build() {
            return new LarderConfig(
                    redis,
                    redisOptions,
                    keyset,
                    hashSecret,
                    hashTags,
                    namespace,
                    stalenessBound,
                    layers,
                    caches,
                    origins,
                    journalEntries,
                    tagEntries,
                    divergenceSamplesPerSecond);
        }
    }
}
