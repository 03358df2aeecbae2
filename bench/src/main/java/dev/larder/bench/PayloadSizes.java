package dev.larder.bench;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.Cache;
import dev.larder.CachePolicy.Encryption;
import dev.larder.Larder;
import dev.larder.LarderEvent;
import dev.larder.Layer;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.crypto.Keyring;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a contract of about 1 KB takes in Redis: {@code used_memory} after some thousands were written, less what it was before,
 * for each of them. Key, envelope, the server's own structures and, where there is one, the dictionary are part of it. The
 * entries are written and not read: what the server notes down to tell a reader of changes is another matter.
 */
final class PayloadSizes {

    private static final int VALUES = 10_000;
    private static final long DICTIONARY_WITHIN_SECONDS = 60;

    private final List<Contract> contracts;
    private final PrintStream progress;

    PayloadSizes(PrintStream progress) {
        this.progress = progress;
        this.contracts = Contracts.ofAKilobyte(1, VALUES);
    }

    /** Returns the bytes of each form, by its name; the first one is JSON alone. */
    Map<String, Double> measure(Map<String, Serializer<Contract>> binaries) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            sizes.put("JSON alone (SET PX)", note("JSON alone", plain(redis)));
            Serializer<Contract> json = Serializers.json(Contract.class);
            for (boolean encrypted : new boolean[] {false, true}) {
                String rest = encrypted ? ", encrypted" : "";
                larder(redis, "JSON", json, false, encrypted, sizes, rest);
                larder(redis, "JSON", json, true, encrypted, sizes, rest);
                binaries.forEach((name, serializer) -> {
                    larder(redis, name, serializer, false, encrypted, sizes, rest);
                    larder(redis, name, serializer, true, encrypted, sizes, rest);
                });
            }
        }
        return sizes;
    }

    private double note(String form, double bytes) {
        progress.printf("%s: %.1f bytes an entry%n", form, bytes);
        return bytes;
    }

    private double plain(EmbeddedRedis redis) {
        Serializer<Contract> json = Serializers.json(Contract.class);
        try (Memory memory = new Memory(redis)) {
            for (Contract contract : contracts) {
                memory.commands.set(
                        ("larder:contracts:{" + contract.id() + "}").getBytes(StandardCharsets.US_ASCII),
                        json.write(contract),
                        SetArgs.Builder.px(Duration.ofHours(1)));
            }
            return memory.perEntry();
        }
    }

    private void larder(
            EmbeddedRedis redis,
            String name,
            Serializer<Contract> serializer,
            boolean compressed,
            boolean encrypted,
            Map<String, Double> sizes,
            String rest) {
        CountDownLatch trained = new CountDownLatch(1);
        try (Larder larder = Larder.builder()
                .redis(redis.uri())
                .keyring(keyring())
                .listener(event -> {
                    if (event instanceof LarderEvent.DictionaryAdopted) {
                        trained.countDown();
                    }
                })
                .build()) {
            Cache<Long, Contract> cache = larder.cache(
                    "contracts",
                    Long.class,
                    Contract.class,
                    spec -> spec.layer(Layer.STATIC)
                            .values(serializer)
                            .tags((id, contract) -> List.of("area:" + contract.areaId()))
                            .policy(policy -> policy.noNear()
                                    .compression(compressed)
                                    .encryption(encrypted ? Encryption.ON : Encryption.OFF)));
            String form = name + (compressed ? " + zstd" : "");
            sizes.put(form + rest, note(form + rest, write(redis, cache)));
            if (compressed) {
                await(trained);
                String best = form + " + dictionary" + rest;
                sizes.put(best, note(best, write(redis, cache)));
            }
        }
    }

    /** Writes all; before that the server is emptied of entries, but a dictionary stays, and is counted. */
    private double write(EmbeddedRedis redis, Cache<Long, Contract> cache) {
        try (Memory memory = new Memory(redis)) {
            for (Contract contract : contracts) {
                cache.put(contract.id(), contract);
            }
            return memory.perEntry();
        }
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

    /** Empties the server of everything, and then tells what was added. */
    private static final class Memory implements AutoCloseable {
        final RedisClient client;
        final RedisCommands<byte[], byte[]> commands;
        private final long before;

        Memory(EmbeddedRedis redis) {
            client = RedisClient.create(redis.uri());
            commands = client.connect(ByteArrayCodec.INSTANCE).sync();
            String pattern = "larder:contracts:{*";
            List<byte[]> keys = commands.keys(pattern);
            if (!keys.isEmpty()) {
                commands.del(keys.toArray(new byte[0][]));
            }
            before = usedMemory();
        }

        private long usedMemory() {
            return commands.info("memory")
                    .lines()
                    .filter(line -> line.startsWith("used_memory:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                    .findFirst()
                    .orElseThrow();
        }

        double perEntry() {
            long entries = commands.keys("larder:contracts:{*").size();
            if (entries != VALUES) {
                throw new IllegalStateException(entries + " entries instead of " + VALUES);
            }
            return (double) (usedMemory() - before) / VALUES;
        }

        @Override
        public void close() {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
