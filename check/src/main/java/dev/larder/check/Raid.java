package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.LarderConfig;
import dev.larder.LarderListener;
import dev.larder.check.Loot.Find;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.codec.TypeRef;
import dev.larder.crypto.Keyring;
import dev.larder.crypto.KeysetFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fills the caches under attack, through Larder only, and copies from Redis what an attacker could copy: what they hold, and what
 * other processes would write under the same names.
 */
final class Raid implements AutoCloseable {

    static final String NAMESPACE = "raid";

    private static final String OTHER = "raid-other";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String uri;
    private final Wire wire;
    private final Path ours;
    private final int keys;
    private final Map<Find, Larder> processes = new EnumMap<>(Find.class);

    /**
     * Creates it, with two new keysets.
     *
     * @param keys keys in each cache; an even number
     */
    Raid(String uri, Wire wire, Path folder, int keys) {
        this.uri = uri;
        this.wire = wire;
        this.keys = keys;
        this.ours = folder.resolve("keyset.json");
        Path others = folder.resolve("other-keyset.json");
        new KeysetFile(ours).create();
        new KeysetFile(others).create();
        processes.put(Find.UNSEALED, larder(uri, NAMESPACE, null, event -> {}));
        processes.put(Find.OTHER_KEYSET, larder(uri, NAMESPACE, Keyring.ofFile(others), event -> {}));
        processes.put(Find.OTHER_SCHEMA, withOurKeys(event -> {}));
        processes.put(Find.OTHER_FORMAT, withOurKeys(event -> {}));
        processes.put(Find.BOMB, withOurKeys(event -> {}));
        processes.put(Find.OTHER_CACHE, withOurKeys(event -> {}));
        processes.put(Find.OTHER_NAMESPACE, larder(uri, OTHER, Keyring.ofFile(ours), event -> {}));
    }

    /** A larder of the check's own: patient, since the machine may be busy. */
    static Larder larder(String uri, String namespace, @Nullable Keyring keyring, LarderListener listener) {
        LarderBuilder builder = Larder.builder()
                .redis(uri + "?timeout=20s&dead-after=30s")
                .config(LarderConfig.builder().namespace(namespace).build())
                .listener(listener);
        return (keyring == null ? builder : builder.keyring(keyring)).build();
    }

    Larder withOurKeys(LarderListener listener) {
        return larder(uri, NAMESPACE, Keyring.ofFile(ours), listener);
    }

    /** Makes the cache that is looked up. */
    static Cache<Integer, Notice> cache(Larder larder, Target target) {
        return larder.cache(
                target.cache(), Integer.class, Notice.class, spec -> target.describe(spec, true, Target.MOST_BYTES));
    }

    /** Fills the cache and copies all that there is of it. The cache holds the entries of now at the end. */
    Loot loot(Target target, Cache<Integer, Notice> cache) {
        Loot loot = new Loot(NAMESPACE, target.cache(), keys);
        if (target.dictionary()) {
            awaitDictionary(target, cache, loot);
        }
        put(cache, key -> target.value(key, 1));
        loot.put(Find.OLDER, read(loot.names()));
        cache.clear();
        IntFunction<Notice> now = key -> target.value(key, 2);
        for (Find find : processes.keySet()) {
            Loot theirs = new Loot(
                    find == Find.OTHER_NAMESPACE ? OTHER : NAMESPACE,
                    target.cache() + (find == Find.OTHER_CACHE ? "-twin" : ""),
                    keys);
            put(theirCache(find, target), find == Find.BOMB ? target::bomb : now);
            loot.put(find, read(theirs.names()));
        }
        put(cache, now);
        loot.put(Find.NOW, read(loot.names()));
        return loot;
    }

    /** The cache as another process keeps it. */
    private Cache<Integer, Notice> theirCache(Find find, Target target) {
        Serializer<Notice> json = Serializers.json(new TypeRef<Notice>() {});
        return Objects.requireNonNull(processes.get(find))
                .cache(
                        target.cache() + (find == Find.OTHER_CACHE ? "-twin" : ""),
                        Integer.class,
                        Notice.class,
                        spec -> {
                            target.describe(
                                    spec,
                                    find != Find.UNSEALED,
                                    find == Find.BOMB ? 32 * Target.MOST_BYTES : Target.MOST_BYTES);
                            if (find == Find.OTHER_SCHEMA) {
                                spec.values(new Relabelled(json, json.format(), json.fingerprint() + 1));
                            } else if (find == Find.OTHER_FORMAT) {
                                spec.values(new Relabelled(json, "text", json.fingerprint()));
                            }
                        });
    }

    private void put(Cache<Integer, Notice> cache, IntFunction<Notice> values) {
        Map<Integer, Notice> all = new LinkedHashMap<>();
        for (int key = 0; key < keys; key++) {
            all.put(key, values.apply(key));
        }
        if (cache.putAll(all) != Delivery.ACKNOWLEDGED) {
            throw new CheckException("the server has not taken the entries of " + cache.name());
        }
    }

    private List<byte[]> read(List<String> names) {
        List<byte[]> entries = new ArrayList<>();
        for (byte[] entry : wire.get(names)) {
            entries.add(Objects.requireNonNull(entry, "an entry that was just written"));
        }
        return entries;
    }

    /** Writes until what is written is packed by a dictionary. */
    private void awaitDictionary(Target target, Cache<Integer, Notice> cache, Loot loot) {
        long begun = System.nanoTime();
        for (long version = 3; System.nanoTime() - begun < PATIENCE_NANOS; version++) {
            long now = version;
            put(cache, key -> target.value(key, now));
            if (Anatomy.dictionaryOf(read(List.of(loot.name(0))).get(0)) != 0) {
                return;
            }
            // Whoever follows this key looks after its dictionaries when it changes.
            wire.call("SET", NAMESPACE + ":{" + target.cache() + "}:dict", "?", "PX", "50");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new CheckException("no dictionary was trained for " + target.cache() + " within "
                + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s");
    }

    /** A serialiser that says that it is another one. */
    private record Relabelled(Serializer<Notice> real, String format, long fingerprint) implements Serializer<Notice> {

        @Override
        public byte[] write(Notice value) {
            return real.write(value);
        }

        @Override
        public Notice read(byte[] bytes, int offset, int length) {
            return real.read(bytes, offset, length);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Larder::close);
    }
}
