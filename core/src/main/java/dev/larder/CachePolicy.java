package dev.larder;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.FieldRules;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one cache. Made by {@link #of} and changed through {@link #toBuilder}; contradictions are refused when it
 * is built. Durations are whole milliseconds of at most 3650 days.
 *
 * @param ttl fresh life of a value; the shortest one if {@code ttlMax} is longer
 * @param ttlMax longest fresh life: an entry whose reload finds it unchanged lives twice as long as before, up to this;
 *     a changed one starts again at {@code ttl}. Equal to {@code ttl} for a fixed life
 * @param jitter largest fraction, 0 to 0.5, by which each life is shortened at random, so that entries written together
 *     do not expire together
 * @param grace how long an expired value is kept as a fallback; zero if it is dropped at once
 * @param staleWhileRevalidate how long after its expiry a value is answered at once while one caller reloads it
 * @param staleIfError how long after its expiry a value is answered when the load fails
 * @param earlyRefresh beta of the probabilistic early refresh (XFetch, Vattani et al. 2015): a larger one refreshes
 *     earlier; 0 is off
 * @param negativeTtl fresh life of "holds nothing"; zero if the loader's null is not stored
 * @param softTimeout how long a caller waits for a load before it is answered with the stale value, while the load goes
 *     on; null to wait for the load
 * @param loadTimeout bound on one load; null for none, and then the loader of a blocking call runs on the caller's
 *     thread
 * @param lease life of the right to load a key; longer than {@code loadTimeout}
 * @param maxConcurrentLoads loads of this cache under way at once in this process
 * @param loadQueueTimeout how long a load waits for a place among these; zero to fail at once
 * @param maxEntryBytes size of a value as serialised, and of what is stored; larger ones are answered but not stored
 * @param maxKeyBytes length of a key in Redis; longer ones are hashed
 * @param near the part of the cache in this process
 * @param outage what to answer while Redis cannot be reached
 * @param payload how values travel to Redis
 * @param data what is dropped, masked or hashed before it is stored, and which keys are taken
 * @param version version of the policy and of the values' schema: raising it makes everything written under another one
 *     a miss
 */
public record CachePolicy(
        Duration ttl,
        Duration ttlMax,
        double jitter,
        Duration grace,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        double earlyRefresh,
        Duration negativeTtl,
        @Nullable Duration softTimeout,
        @Nullable Duration loadTimeout,
        Duration lease,
        int maxConcurrentLoads,
        Duration loadQueueTimeout,
        int maxEntryBytes,
        int maxKeyBytes,
        Near near,
        OutagePolicy outage,
        Payload payload,
        DataRules data,
        int version) {

    /** Whether values are encrypted in Redis, and whether values that are not are believed. */
    public enum Encryption {
        /** They are not; one that is can be read if its key is at hand. */
        OFF,
        /** As soon as there is a keyring; then a value that is not encrypted counts as a miss. */
        WITH_KEYS,
        /** Always: without a keyring the cache cannot be made. */
        ON
    }

    /**
     * How values travel to Redis.
     *
     * @param compression whether they are compressed, with a dictionary that is trained on them; null to leave that to
     *     {@code secret}
     * @param encryption whether they are encrypted
     * @param secret whether they hold secrets: then they are never compressed, since the length of what was compressed
     *     tells something about it
     * @param padBytes encrypted values are padded to a multiple of so many bytes, so that their length tells less; 0 for no
     *     padding
     */
    public record Payload(@Nullable Boolean compression, Encryption encryption, boolean secret, int padBytes) {

        /** Compressed, not encrypted, no secrets, no padding. */
        public static final Payload DEFAULT = new Payload(null, Encryption.OFF, false, 0);

        /** Returns whether values are compressed: unless said otherwise, those that are no secrets and are not padded. */
        public boolean compresses() {
            return compression == null ? !secret && padBytes == 0 : compression;
        }
    }

    /**
     * Size of the near tier; limited either by entries or by bytes.
     *
     * @param enabled whether values are kept in this process at all
     * @param maxEntries most entries, or 0 if limited by bytes
     * @param maxBytes most bytes of keys and values, or 0 if limited by entries
     */
    public record Near(boolean enabled, long maxEntries, long maxBytes) {

        /** No near tier: every read goes to Redis. */
        public static final Near OFF = new Near(false, 0, 0);
    }

    /**
     * Checks the settings against each other.
     *
     * @throws ConfigurationException naming every contradiction, the values and the remedy
     */
    public CachePolicy(
            Duration ttl,
            Duration ttlMax,
            double jitter,
            Duration grace,
            Duration staleWhileRevalidate,
            Duration staleIfError,
            double earlyRefresh,
            Duration negativeTtl,
            @Nullable Duration softTimeout,
            @Nullable Duration loadTimeout,
            Duration lease,
            int maxConcurrentLoads,
            Duration loadQueueTimeout,
            int maxEntryBytes,
            int maxKeyBytes,
            Near near,
            OutagePolicy outage,
            Payload payload,
            DataRules data,
            int version) {
        this.ttl = requireNonNull(ttl, "ttl");
        this.ttlMax = requireNonNull(ttlMax, "ttlMax");
        // Adding 0.0 turns -0.0 into 0.0, so that equal policies are equal.
        this.jitter = jitter + 0.0;
        this.grace = requireNonNull(grace, "grace");
        this.staleWhileRevalidate = requireNonNull(staleWhileRevalidate, "staleWhileRevalidate");
        this.staleIfError = requireNonNull(staleIfError, "staleIfError");
        this.earlyRefresh = earlyRefresh + 0.0;
        this.negativeTtl = requireNonNull(negativeTtl, "negativeTtl");
        this.softTimeout = softTimeout;
        this.loadTimeout = loadTimeout;
        this.lease = requireNonNull(lease, "lease");
        this.maxConcurrentLoads = maxConcurrentLoads;
        this.loadQueueTimeout = requireNonNull(loadQueueTimeout, "loadQueueTimeout");
        this.maxEntryBytes = maxEntryBytes;
        this.maxKeyBytes = maxKeyBytes;
        this.near = requireNonNull(near, "near");
        this.outage = requireNonNull(outage, "outage");
        this.payload = requireNonNull(payload, "payload");
        this.data = requireNonNull(data, "data");
        this.version = version;
        PolicyCheck.check(this);
    }

    /** Returns the defaults of a layer. */
    public static CachePolicy of(Layer layer) {
        Builder builder = new Builder();
        switch (layer) {
            case SESSION ->
                builder.ttl(Duration.ofHours(24))
                        .jitter(0)
                        .earlyRefresh(0)
                        .failClosed()
                        .secret(true)
                        .encryption(Encryption.WITH_KEYS);
            case API ->
                builder.ttl(Duration.ofMinutes(5), Duration.ofMinutes(15))
                        .grace(Duration.ofHours(1))
                        .staleWhileRevalidate(Duration.ofSeconds(30))
                        .staleIfError(Duration.ofHours(1))
                        .negativeTtl(Duration.ofSeconds(30));
            case LIVE ->
                builder.ttl(Duration.ofSeconds(30))
                        .grace(Duration.ofSeconds(30))
                        .staleWhileRevalidate(Duration.ofSeconds(5))
                        .staleIfError(Duration.ofSeconds(30))
                        .negativeTtl(Duration.ofSeconds(5));
            case STATIC ->
                builder.ttl(Duration.ofHours(1))
                        .grace(Duration.ofHours(24))
                        .staleWhileRevalidate(Duration.ofMinutes(5))
                        .staleIfError(Duration.ofHours(24))
                        .negativeTtl(Duration.ofMinutes(1))
                        .serveStale(Duration.ofHours(1));
        }
        return builder.build();
    }

    /** Returns a builder that starts with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Builder of policies, started by {@link CachePolicy#toBuilder()}. The defaults of every layer:
     *
     * <ul>
     *   <li>early refresh 1.0, jitter 0.1 (both 0 in the session layer)
     *   <li>no soft time-out and no load time-out; lease 10 s
     *   <li>64 concurrent loads, 5 s wait for a place
     *   <li>entries up to 1 MiB, keys up to 512 bytes
     *   <li>near tier of 10,000 entries
     *   <li>compressed, but for secrets; not encrypted, but for the session layer; no padding
     *   <li>fields with the names of passwords, secrets and card numbers are dropped; keys are not hashed
     *   <li>version 1
     * </ul>
     *
     * The defaults of each layer:
     *
     * <ul>
     *   <li>session: TTL 24 h, nothing stale, nothing negative, fail closed, secret, encrypted as soon as there are keys
     *   <li>api: TTL 5 to 15 min, grace 1 h, stale while revalidating 30 s, stale on errors 1 h, negative TTL 30 s, fail
     *       open
     *   <li>live: TTL 30 s, grace 30 s, stale while revalidating 5 s, stale on errors 30 s, negative TTL 5 s, fail open
     *   <li>static: TTL 1 h, grace 24 h, stale while revalidating 5 min, stale on errors 24 h, negative TTL 1 min, serve
     *       stale up to 1 h
     * </ul>
     *
     * Nothing is checked before {@link #build()}. Not safe for use by several threads.
     */
    public static final class Builder {
        private Duration ttl = Duration.ofMinutes(5);
        private Duration ttlMax = ttl;
        private double jitter = 0.1;
        private Duration grace = Duration.ZERO;
        private Duration staleWhileRevalidate = Duration.ZERO;
        private Duration staleIfError = Duration.ZERO;
        private double earlyRefresh = 1.0;
        private Duration negativeTtl = Duration.ZERO;
        private @Nullable Duration softTimeout;
        private @Nullable Duration loadTimeout;
        private Duration lease = Duration.ofSeconds(10);
        private int maxConcurrentLoads = 64;
        private Duration loadQueueTimeout = Duration.ofSeconds(5);
        private int maxEntryBytes = 1 << 20;
        private int maxKeyBytes = 512;
        private Near near = new Near(true, 10_000, 0);
        private OutagePolicy outage = new OutagePolicy.FailOpen();
        private Payload payload = Payload.DEFAULT;
        private DataRules data = DataRules.DEFAULT;
        private int version = 1;

        private Builder() {}

        private Builder(CachePolicy policy) {
            ttl = policy.ttl;
            ttlMax = policy.ttlMax;
            jitter = policy.jitter;
            grace = policy.grace;
            staleWhileRevalidate = policy.staleWhileRevalidate;
            staleIfError = policy.staleIfError;
            earlyRefresh = policy.earlyRefresh;
            negativeTtl = policy.negativeTtl;
            softTimeout = policy.softTimeout;
            loadTimeout = policy.loadTimeout;
            lease = policy.lease;
            maxConcurrentLoads = policy.maxConcurrentLoads;
            loadQueueTimeout = policy.loadQueueTimeout;
            maxEntryBytes = policy.maxEntryBytes;
            maxKeyBytes = policy.maxKeyBytes;
            near = policy.near;
            outage = policy.outage;
            payload = policy.payload;
            data = policy.data;
            version = policy.version;
        }

        /** Sets a fixed fresh life. */
        public Builder ttl(Duration ttl) {
            return ttl(ttl, ttl);
        }

        /** Sets a fresh life that doubles from {@code min} up to {@code max} while reloads find no change. */
        public Builder ttl(Duration min, Duration max) {
            this.ttl = requireNonNull(min, "min");
            this.ttlMax = requireNonNull(max, "max");
            return this;
        }

        /** Sets the largest fraction by which lives are shortened at random, 0 to 0.5. */
        public Builder jitter(double jitter) {
            this.jitter = jitter;
            return this;
        }

        /** Sets how long expired values are kept as a fallback. */
        public Builder grace(Duration grace) {
            this.grace = requireNonNull(grace, "grace");
            return this;
        }

        /** Sets how long expired values are answered while one caller reloads them; at most {@code grace}. */
        public Builder staleWhileRevalidate(Duration staleWhileRevalidate) {
            this.staleWhileRevalidate = requireNonNull(staleWhileRevalidate, "staleWhileRevalidate");
            return this;
        }

        /** Sets how long expired values are answered when the load fails; at most {@code grace}. */
        public Builder staleIfError(Duration staleIfError) {
            this.staleIfError = requireNonNull(staleIfError, "staleIfError");
            return this;
        }

        /** Sets the beta of the early refresh; 0 is off. */
        public Builder earlyRefresh(double earlyRefresh) {
            this.earlyRefresh = earlyRefresh;
            return this;
        }

        /** Sets the fresh life of "holds nothing"; zero to not store it. */
        public Builder negativeTtl(Duration negativeTtl) {
            this.negativeTtl = requireNonNull(negativeTtl, "negativeTtl");
            return this;
        }

        /** Sets how long a caller waits before it is answered stale; null to wait for the load. */
        public Builder softTimeout(@Nullable Duration softTimeout) {
            this.softTimeout = softTimeout;
            return this;
        }

        /** Sets the bound on one load; null for none. */
        public Builder loadTimeout(@Nullable Duration loadTimeout) {
            this.loadTimeout = loadTimeout;
            return this;
        }

        /** Sets the life of the right to load a key; longer than {@code loadTimeout}. */
        public Builder lease(Duration lease) {
            this.lease = requireNonNull(lease, "lease");
            return this;
        }

        /** Sets the most loads under way at once in this process. */
        public Builder maxConcurrentLoads(int maxConcurrentLoads) {
            this.maxConcurrentLoads = maxConcurrentLoads;
            return this;
        }

        /** Sets how long a load waits for a place; zero to fail at once. */
        public Builder loadQueueTimeout(Duration loadQueueTimeout) {
            this.loadQueueTimeout = requireNonNull(loadQueueTimeout, "loadQueueTimeout");
            return this;
        }

        /** Sets the size of the largest value that is stored. */
        public Builder maxEntryBytes(int maxEntryBytes) {
            this.maxEntryBytes = maxEntryBytes;
            return this;
        }

        /** Sets the length of the longest key that is not hashed. */
        public Builder maxKeyBytes(int maxKeyBytes) {
            this.maxKeyBytes = maxKeyBytes;
            return this;
        }

        /** Sets the near tier. */
        public Builder near(Near near) {
            this.near = requireNonNull(near, "near");
            return this;
        }

        /** Limits the near tier by entries. */
        public Builder nearEntries(long maxEntries) {
            return near(new Near(true, maxEntries, 0));
        }

        /** Limits the near tier by bytes. */
        public Builder nearBytes(long maxBytes) {
            return near(new Near(true, 0, maxBytes));
        }

        /** Turns the near tier off. */
        public Builder noNear() {
            return near(Near.OFF);
        }

        /** Sets what is answered while Redis cannot be reached. */
        public Builder outage(OutagePolicy outage) {
            this.outage = requireNonNull(outage, "outage");
            return this;
        }

        /** Goes to the loader while Redis cannot be reached. */
        public Builder failOpen() {
            return outage(new OutagePolicy.FailOpen());
        }

        /** Answers stale values up to a bound while Redis cannot be reached. */
        public Builder serveStale(Duration bound) {
            return outage(new OutagePolicy.ServeStale(bound));
        }

        /** Fails calls while Redis cannot be reached. */
        public Builder failClosed() {
            return outage(new OutagePolicy.FailClosed());
        }

        /** Sets how values travel to Redis. */
        public Builder payload(Payload payload) {
            this.payload = requireNonNull(payload, "payload");
            return this;
        }

        /** Sets whether values are compressed. */
        public Builder compression(boolean compression) {
            return payload(new Payload(compression, payload.encryption, payload.secret, payload.padBytes));
        }

        /** Sets whether values are encrypted. */
        public Builder encryption(Encryption encryption) {
            return payload(new Payload(payload.compression, encryption, payload.secret, payload.padBytes));
        }

        /** Says whether values hold secrets: such are never compressed, and, where they are encrypted, may hold tokens. */
        public Builder secret(boolean secret) {
            return payload(new Payload(payload.compression, payload.encryption, secret, payload.padBytes));
        }

        /** Sets to a multiple of how many bytes encrypted values are padded; 0 for no padding. */
        public Builder padBytes(int padBytes) {
            return payload(new Payload(payload.compression, payload.encryption, payload.secret, padBytes));
        }

        /** Sets what is done to data before it is stored. */
        public Builder data(DataRules data) {
            this.data = requireNonNull(data, "data");
            return this;
        }

        /** Changes what is done to the fields of values. */
        public Builder fields(UnaryOperator<FieldRules.Builder> changes) {
            return data(data.withFields(changes));
        }

        /** Sets whether keys stand in Redis as a keyed hash only. */
        public Builder hashKeys(boolean hashKeys) {
            return data(data.withHashKeys(hashKeys));
        }

        /** Sets the regular expression that keys have to match as a whole; null for none. */
        public Builder keyPattern(@Nullable String keyPattern) {
            return data(data.withKeyPattern(keyPattern));
        }

        /** Sets the version; raising it makes everything written under another one a miss. */
        public Builder version(int version) {
            this.version = version;
            return this;
        }

        /**
         * Builds the policy.
         *
         * @throws ConfigurationException naming every contradiction between the settings, their values and the remedy
         */
        public CachePolicy build() {
            return new CachePolicy(
                    ttl,
                    ttlMax,
                    jitter,
                    grace,
                    staleWhileRevalidate,
                    staleIfError,
                    earlyRefresh,
                    negativeTtl,
                    softTimeout,
                    loadTimeout,
                    lease,
                    maxConcurrentLoads,
                    loadQueueTimeout,
                    maxEntryBytes,
                    maxKeyBytes,
                    near,
                    outage,
                    payload,
                    data,
                    version);
        }
    }
}
