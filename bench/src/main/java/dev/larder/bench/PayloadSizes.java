package dev.larder.bench;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.Cache;
import dev.larder.CachePolicy.Encryption;
import dev.larder.Larder;
import dev.larder.LarderEvent;
import dev.larder.LarderListener;
import dev.larder.Layer;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.crypto.Keyring;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the sample's contracts take in Redis, about 1 KB each as JSON: {@code used_memory} of a server of its own that holds
 * all of them, less what it was when it was empty, for each of them. Everything counts: keys, envelopes, the server's own
 * structures and, where there is one, the dictionary; but the versions of the tags, which many entries share, are a figure
 * of their own. Who wrote has closed its connections by then.
 */
final class PayloadSizes {

    private static final int BATCH = 500;
    private static final String DICTIONARY = "larder:{contracts}:dict";
    private static final long DICTIONARY_WITHIN_SECONDS = 60;
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(30);

    private final Contracts contracts;
    private final Consumer<String> progress;
    private final Map<String, Double> sizes = new LinkedHashMap<>();

    PayloadSizes(Contracts contracts, Consumer<String> progress) {
        this.contracts = contracts;
        this.progress = progress;
    }

    /**
     * Returns the bytes of each form, by its name; the first one is JSON alone.
     *
     * @param binaries serialisers to be measured beside JSON, by their names
     */
    Map<String, Double> measure(Map<String, Serializer<Contract>> binaries) {
        Serializer<Contract> json = Serializers.json(Contract.class);
        Map<String, Serializer<Contract>> serializers = new LinkedHashMap<>();
        serializers.put("JSON", json);
        serializers.putAll(binaries);
        set(new PeerForms.Form("JSON alone (SET PX)", "larder:contracts:", Contracts::plainJson));
        for (boolean encrypted : new boolean[] {false, true}) {
            serializers.forEach((name, serializer) -> {
                String rest = encrypted ? ", encrypted" : "";
                larder(name + rest, serializer, false, encrypted);
                larder(name + " + zstd" + rest, serializer, true, encrypted);
                trained(name + " + zstd + dictionary" + rest, serializer, encrypted);
            });
        }
        PeerForms.all().forEach(this::set);
        return sizes;
    }

    private void note(String form, Memory memory) {
        long all = memory.taken();
        List<byte[]> versions = memory.commands.keys("{*}:*");
        versions.forEach(memory.commands::del);
        long entries = memory.taken();
        double perTag = versions.isEmpty() ? 0 : (double) (all - entries) / versions.size();
        double bytes = (double) entries / contracts.count();
        progress.accept(String.format(
                Locale.ROOT, "%s: %.1f bytes an entry, %.0f each of %d tags", form, bytes, perTag, versions.size()));
        sizes.put(form, bytes);
    }

    private void set(PeerForms.Form form) {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Memory memory = new Memory(redis)) {
            contracts.forEach(contract -> memory.commands.set(
                    (form.keyPrefix() + contract.id()).getBytes(StandardCharsets.US_ASCII),
                    form.value().apply(contract),
                    SetArgs.Builder.px(Duration.ofHours(1))));
            note(form.name(), memory);
        }
    }

    /** Without a dictionary: as if somebody else were training one. */
    private void larder(String form, Serializer<Contract> serializer, boolean compressed, boolean encrypted) {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Memory memory = new Memory(redis)) {
            memory.commands.set(key(DICTIONARY + ":training"), new byte[1]);
            try (Larder larder = larder(redis, keyring(), event -> {})) {
                write(cache(larder, serializer, compressed, encrypted));
            }
            note(form, memory);
        }
    }

    /** The dictionary is trained elsewhere: who overwrites finds the memory in other pieces than who writes. */
    private void trained(String form, Serializer<Contract> serializer, boolean encrypted) {
        Keyring keyring = keyring();
        List<Dump> dictionary = train(serializer, encrypted, keyring);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Memory memory = new Memory(redis)) {
            dictionary.forEach(
                    key -> memory.commands.restore(key.name, Duration.ofHours(1).toMillis(), key.content));
            try (Larder larder = larder(redis, keyring, event -> {})) {
                Cache<Long, Contract> cache = cache(larder, serializer, true, encrypted);
                untilUsed(cache, memory);
                write(cache);
            }
            note(form, memory);
        }
    }

    private List<Dump> train(Serializer<Contract> serializer, boolean encrypted, Keyring keyring) {
        CountDownLatch adopted = new CountDownLatch(1);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Memory memory = new Memory(redis);
                Larder larder = larder(redis, keyring, event -> {
                    if (event instanceof LarderEvent.DictionaryAdopted) {
                        adopted.countDown();
                    }
                })) {
            Cache<Long, Contract> cache = cache(larder, serializer, true, encrypted);
            contracts.some().forEach(contract -> cache.put(contract.id(), contract));
            await(adopted);
            untilChosen(memory);
            return memory.commands.keys(DICTIONARY + "*").stream()
                    .map(name -> new Dump(name, memory.commands.dump(name)))
                    .toList();
        }
    }

    /** The choice is written after the trainer itself has begun to use the dictionary, and nobody else follows before. */
    private static void untilChosen(Memory memory) {
        long until = System.nanoTime() + QUIET_WITHIN.toNanos();
        while (memory.commands.exists(key(DICTIONARY)) == 0) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("the dictionary is not announced after " + QUIET_WITHIN);
            }
        }
    }

    /** A key of a server, to be put into another one. */
    private record Dump(byte[] name, byte[] content) {}

    /** Writes one entry again and again until it takes less than half, so that all use the dictionary. */
    private void untilUsed(Cache<Long, Contract> cache, Memory memory) {
        Contract first = contracts.some().get(0);
        byte[] name = key("larder:contracts:{" + first.id() + "}");
        long until = System.nanoTime() + QUIET_WITHIN.toNanos();
        do {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("the dictionary is not used after " + QUIET_WITHIN);
            }
            cache.put(first.id(), first);
        } while (memory.commands.strlen(name) > Contracts.lengthOf(first) / 2);
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static Larder larder(EmbeddedRedis redis, Keyring keyring, LarderListener listener) {
        return Larder.builder()
                .redis(redis.uri())
                .keyring(keyring)
                .listener(listener)
                .build();
    }

    private static Cache<Long, Contract> cache(
            Larder larder, Serializer<Contract> serializer, boolean compressed, boolean encrypted) {
        return larder.cache(
                "contracts",
                Long.class,
                Contract.class,
                spec -> spec.layer(Layer.STATIC)
                        .values(serializer)
                        .tags((id, contract) -> List.of("area:" + contract.areaId()))
                        .policy(policy -> policy.noNear()
                                .compression(compressed)
                                .encryption(encrypted ? Encryption.ON : Encryption.OFF)));
    }

    private void write(Cache<Long, Contract> cache) {
        Map<Long, Contract> batch = new LinkedHashMap<>();
        contracts.forEach(contract -> {
            batch.put(contract.id(), contract);
            if (batch.size() == BATCH) {
                cache.putAll(batch);
                batch.clear();
            }
        });
        cache.putAll(batch);
    }

    private static void await(CountDownLatch trained) {
        try {
            if (!trained.await(DICTIONARY_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no dictionary was trained within " + DICTIONARY_WITHIN_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Keyring keyring() {
        try {
            return Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
