package dev.larder;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.TypeRef;
import dev.larder.crypto.HashSecret;
import dev.larder.crypto.Keyring;
import dev.larder.far.KeyNames;
import dev.larder.far.NoFar;
import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import dev.larder.far.Watches;
import dev.larder.near.NearEntry;
import dev.larder.near.PushIndex;
import dev.larder.outage.Journal;
import dev.larder.redis.Call;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisConfig;
import dev.larder.redis.RedisStats;
import dev.larder.redis.UnsuitableServerException;
import dev.larder.tag.TagVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the engine, holds its caches and does its regular work: the journal's delivery, the touching of hot keys and the
 * divergence audit.
 */
final class TieredLarder implements Larder {

    private static final System.Logger LOG = System.getLogger("dev.larder");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Duration RETENTION = Duration.ofSeconds(30);
    private static final Duration TAG_LIFE = Duration.ofDays(30);
    private static final Duration DELIVERY_PAUSE = Duration.ofMillis(100);
    private static final Duration TOUCH_PAUSE = Duration.ofSeconds(10);
    private static final int TOUCHED_ENTRIES = 128;

    private final LarderConfig config;
    private final Engine engine;
    private final Invalidator invalidator;
    private final Workers workers = new Workers();
    private final @Nullable Redis redis;
    private final @Nullable RedisFar redisFar;
    private final @Nullable Untracked untracked;
    private final @Nullable Audit audit;
    private final Map<String, TieredCache<?, ?>> caches = new ConcurrentHashMap<>();
    private final Set<String> keyspaces = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Calls of the journal that have not been answered. */
    private final AtomicInteger delivering = new AtomicInteger();

    private TieredLarder(
            LarderConfig config,
            LarderListener listener,
            @Nullable Redis redis,
            @Nullable RedisConfig where,
            @Nullable Keyring keyring,
            @Nullable HashSecret secret) {
        this.config = config;
        this.redis = redis;
        KeyNames names = new KeyNames(config.namespace());
        TagVersions tags = new TagVersions(config.tagEntries());
        Journal journal = new Journal(config.journalEntries(), RETENTION, System::nanoTime, this::journalOverflow);
        this.redisFar =
                redis == null ? null : new RedisFar(redis, names, tags, TAG_LIFE, journal::pendingTag, this::later);
        this.engine = new Engine(
                redisFar == null ? new NoFar(tags) : redisFar,
                names,
                tags,
                new PushIndex(),
                new Watches(),
                new Watches(),
                journal,
                config.stalenessBound().toNanos(),
                workers,
                workers.timer(),
                listener,
                keyring,
                secret,
                config.hashTags());
        this.untracked = redisFar == null || where == null ? null : new Untracked(engine, redisFar, where);
        this.invalidator = new Invalidator(engine);
        int samples = config.divergenceSamplesPerSecond();
        this.audit = redisFar == null || samples == 0 ? null : new Audit(engine, redisFar, samples);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the executor logs what a task throws
    private void later(Duration delay, Runnable task) {
        engine.later(delay, task);
    }

    /** Makes caches of near tiers alone. The keys seal nothing there, but what is dropped depends on whether there are some. */
    static TieredLarder local(
            LarderConfig config, @Nullable Keyring keyring, @Nullable HashSecret secret, LarderListener listener) {
        return new TieredLarder(config, listener, null, null, keyring, secret);
    }

    /** Makes caches on Redis, and waits for the first connection or the first failure. */
    static TieredLarder connect(
            LarderConfig config,
            RedisConfig where,
            @Nullable Keyring keyring,
            @Nullable HashSecret secret,
            LarderListener listener) {
        AtomicReference<@Nullable TieredLarder> made = new AtomicReference<>();
        Redis.open(where, redis -> {
            TieredLarder larder = new TieredLarder(config, listener, redis, where, keyring, secret);
            made.set(larder);
            return new Pushes(larder.engine, requireNonNull(larder.redisFar));
        });
        TieredLarder larder = requireNonNull(made.get());
        try {
            awaitFirstConnection(requireNonNull(larder.redis), where);
        } catch (ConfigurationException e) {
            larder.close();
            throw e;
        }
        larder.startRegularWork();
        return larder;
    }

    private void journalOverflow() {
        engine.tell(new LarderEvent.JournalOverflow());
    }

    /** Waits for the first connection or the first failure, which is logged: attempts go on. */
    static void awaitFirstConnection(Redis redis, RedisConfig where) {
        try {
            redis.ready().toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnsuitableServerException cause) {
                throw new ConfigurationException(String.valueOf(cause.getMessage()), cause);
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "Redis at " + where.nodes()
                            + " cannot be reached yet; the caches follow their outage policies" + " until it can: "
                            + e.getCause());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the executor logs what a task throws
    private void startRegularWork() {
        long delivery = DELIVERY_PAUSE.toMillis();
        long touch = TOUCH_PAUSE.toMillis();
        workers.timer()
                .scheduleWithFixedDelay(
                        () -> workers.execute(this::deliverPending), delivery, delivery, TimeUnit.MILLISECONDS);
        workers.timer()
                .scheduleWithFixedDelay(() -> workers.execute(this::touchHottest), touch, touch, TimeUnit.MILLISECONDS);
        if (audit != null) {
            long period = Audit.PERIOD.toMillis();
            workers.timer()
                    .scheduleWithFixedDelay(
                            () -> workers.execute(this::auditNow), period, period, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends what the journal has pending; one attempt is under way at a time. */
    private void deliverPending() {
        RedisFar far = requireNonNull(redisFar);
        if (!engine.journal().anyPending() || !delivering.compareAndSet(0, 1)) {
            return;
        }
        List<Call<?>> calls = engine.journal().replay(far, key -> true, true, false, delivering::decrementAndGet);
        delivering.addAndGet(calls.size() - 1);
        if (!calls.isEmpty()) {
            far.send(calls);
        }
    }

    /** Does one period of the divergence audit, unless it is off. */
    void auditNow() {
        if (audit != null) {
            audit.run();
        }
    }

    /** Reads of the near tier are invisible to the server's eviction; a sample of them is shown to it. */
    void touchHottest() {
        List<RedisKey> keys = new ArrayList<>();
        List<String> tags = new ArrayList<>(List.of(KeyNames.root()));
        for (TieredCache<?, ?> cache : caches.values()) {
            tags.addAll(cache.cache.baseTags);
            for (NearEntry<?, ?> entry : cache.cache.near.hottest(TOUCHED_ENTRIES)) {
                RedisKey key = entry.redisKey();
                if (key != null) {
                    keys.add(key);
                }
            }
        }
        keys.addAll(engine.index().copies().hottest(TOUCHED_ENTRIES));
        if (!keys.isEmpty()) {
            engine.far().touch(keys, tags.stream().distinct().toList());
        }
    }

    @Override
    public <K, V> Cache<K, V> cache(String name, Class<K> keys, Class<V> values, Consumer<CacheSpec<K, V>> spec) {
        return make(CacheSpec.of(name, keys, values), spec);
    }

    @Override
    public <K, V> Cache<K, V> cache(String name, Class<K> keys, TypeRef<V> values, Consumer<CacheSpec<K, V>> spec) {
        return make(CacheSpec.of(name, keys, values), spec);
    }

    private <K, V> Cache<K, V> make(CacheSpec<K, V> spec, Consumer<CacheSpec<K, V>> changes) {
        String name = spec.name();
        engine.requireOpen("cache " + name);
        requireName(name, "cache");
        try {
            changes.accept(spec);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("cache '" + name + "': " + e.getMessage(), e);
        }
        CachePolicy policy = config.policy(name, spec.layer(), spec.policy());
        TieredCache<K, V> made;
        try {
            made = make(spec, policy);
        } catch (ConfigurationException e) {
            throw config.located(name, spec.layer(), policy, e);
        }
        if (caches.putIfAbsent(name, made) != null) {
            throw new ConfigurationException("there is a cache named " + name + " already; make each cache once", null);
        }
        Notices.log(made.cache);
        if (audit != null) {
            audit.add(made.cache);
        }
        Dictionaries<V> dictionaries = made.cache.dictionaries;
        if (dictionaries != null) {
            dictionaries.start();
        }
        return made.blocking();
    }

    @Override
    public Keyspace keyspace(String name) {
        engine.requireOpen("keyspace " + name);
        requireName(name, "keyspace");
        Redis connections = redis;
        if (connections == null) {
            throw ConfigurationException.of(
                    "redis",
                    "keyspace '" + name + "' needs a Redis, and none is given; name one by the setting redis.uri or by"
                            + " LarderBuilder.redis");
        }
        if (!keyspaces.add(name)) {
            throw new ConfigurationException(
                    "there is a keyspace named " + name + " already; make each keyspace once", null);
        }
        return new Keyspace(engine, connections, requireNonNull(untracked), name);
    }

    private static void requireName(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    "'" + name + "' is no name for a " + what + "; a name has 1 to 64 of a-z 0-9 . _ -"
                            + " and begins with a letter or a digit",
                    null);
        }
    }

    /** Makes a cache; what the codec refuses, a type or rules for its fields, is an {@link IllegalArgumentException}. */
    private <K, V> TieredCache<K, V> make(CacheSpec<K, V> spec, CachePolicy policy) {
        requireKeys(spec.name(), policy);
        try {
            Layer layer = config.layer(spec.name(), spec.layer());
            return new TieredCache<>(new CacheContext<>(engine, spec, layer, policy), invalidator);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    String.valueOf(e.getMessage())
                            .lines()
                            .map(text -> new ConfigurationException.Problem(
                                    "", policy.data().concerned(text), "cache '" + spec.name() + "': " + text))
                            .toList(),
                    e);
        }
    }

    private void requireKeys(String cache, CachePolicy policy) {
        boolean needed = policy.payload().encryption() == CachePolicy.Encryption.ON;
        if (needed && engine.keyring() == null && engine.far().shared()) {
            throw ConfigurationException.of(
                    "encryption",
                    "cache '" + cache
                            + "' has encryption on, and there are no keys; make some with larder keys create, and"
                            + " name them by the setting keyset or by LarderBuilder.keyring");
        }
    }

    @Override
    public Delivery invalidateTag(String tag) {
        return invalidateTags(List.of(tag));
    }

    @Override
    public Delivery invalidateTags(Collection<String> tags) {
        List<String> names = CacheContext.tagNames(engine, tags);
        return await(executor -> invalidator.invalidate(names, executor));
    }

    @Override
    public CompletionStage<Delivery> invalidateTagsAsync(Collection<String> tags) {
        return invalidator.invalidate(CacheContext.tagNames(engine, tags), engine.executor());
    }

    @Override
    public Delivery invalidateTags(Predicate<String> tags) {
        if (engine.hashTags()) {
            throw new ConfigurationException(
                    "hash-tags is on, so that Redis knows no names of tags that a predicate could look at; name the tags",
                    null);
        }
        return await(executor -> invalidator.invalidate(tags));
    }

    @Override
    public Delivery expireTag(String tag) {
        return expireTags(List.of(tag));
    }

    @Override
    public Delivery expireTags(Collection<String> tags) {
        List<String> names = CacheContext.tagNames(engine, tags);
        return await(executor -> invalidator.expire(names, executor));
    }

    @Override
    public Delivery clearLayer(Layer layer) {
        List<String> names = List.of(KeyNames.layerTag(layer.configName()));
        return await(executor -> invalidator.invalidate(names, executor));
    }

    @Override
    public CompletionStage<Reencryption> reencrypt(int keysPerSecond, Consumer<Reencryption> progress) {
        if (keysPerSecond < 1) {
            throw new ConfigurationException("a rate of " + keysPerSecond + " keys a second; give 1 or more", null);
        }
        Keyring keyring = engine.keyring();
        if (redisFar == null) {
            return CompletableFuture.completedFuture(Reencryption.NONE);
        }
        if (keyring == null) {
            throw new ConfigurationException(
                    "there are no keys to encrypt with; name them by the setting keyset or by LarderBuilder.keyring",
                    null);
        }
        return new ReencryptionRun(engine, redisFar, keyring, keysPerSecond, progress).start();
    }

    private Delivery await(Function<Executor, CompletionStage<Delivery>> call) {
        return requireNonNull(BlockingCache.Waiting.await(workers, call));
    }

    @Override
    public LarderConfig config() {
        return config;
    }

    @Override
    public boolean coherent() {
        return engine.far().coherent(System.nanoTime());
    }

    @Override
    public RedisStats redisStats() {
        return redis == null ? new RedisStats(0, 0, 0, 0, 0, 0, 0, 0, 0) : redis.stats();
    }

    @Override
    public AuditStats auditStats() {
        return audit == null ? AuditStats.NONE : audit.stats();
    }

    Engine engine() {
        return engine;
    }

    @Nullable
    Untracked untracked() {
        return untracked;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workers.stopTimer();
            if (redis != null) {
                redis.close();
            }
            if (untracked != null) {
                untracked.close();
            }
            caches.values().forEach(cache -> cache.cache.near.clear());
            engine.index().copies().flush(slot -> true);
            engine.watches().fireAll();
            engine.standing().fireAll();
            workers.close();
        }
    }
}
