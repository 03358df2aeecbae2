package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.chaos.FaultProxy;
import dev.larder.compress.Dictionary;
import dev.larder.compress.Packer;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dictionaries between processes: trained by one, used by all, and never missed by an entry for long. */
class DictionariesIT {

    private static final String CHOICE = "larder:{lawns}:dict";

    private static EmbeddedRedis redis;

    private final ConcurrentLinkedQueue<LarderEvent> events = new ConcurrentLinkedQueue<>();
    private Foreign foreign;
    private Larder one;
    private Larder two;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        foreign = Foreign.at(redis);
        foreign.call("FLUSHALL");
        one = Connected.to(redis.uri() + "?timeout=20s&dead-after=30s", builder -> builder.listener(events::add));
        two = Quiet.patient(redis.uri());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        foreign.close();
    }

    private static Cache<Integer, String> cache(Larder larder) {
        return larder.cache(
                "lawns",
                Integer.class,
                String.class,
                spec -> spec.policy(
                        policy -> policy.ttl(Duration.ofMinutes(10)).jitter(0).noNear()));
    }

    private static String value(int id) {
        return "{\"id\":" + id + ",\"task\":\"MOWING\",\"interval\":\"MONTHLY\",\"surface\":" + id * 7 % 1_000
                + ",\"remark\":\"The gate on the north side is locked; ask worker " + id * 31 % 500 + " for the key\"}";
    }

    private static void fill(Cache<Integer, String> cache, int from, int to) {
        for (int id = from; id < to; id++) {
            cache.put(id, value(id));
        }
    }

    private static Dictionaries<?> dictionaries(Cache<?, ?> cache) {
        return ((TieredCache<?, ?>) cache.async()).cache.dictionaries;
    }

    private static Packer packer(Cache<?, ?> cache) {
        return ((TieredCache<?, ?>) cache.async()).cache.payloads.packer();
    }

    private static Dictionary awaitDictionary(Cache<?, ?> cache) {
        Waits.until(() -> packer(cache).current() != null);
        return packer(cache).current();
    }

    private int stored(int id) {
        return Integer.parseInt(foreign.call("STRLEN", "larder:lawns:{" + id + "}"));
    }

    @Test
    void look_enoughValues_trainsAndTellsTheOthers() {
        Cache<Integer, String> here = cache(one);
        Cache<Integer, String> there = cache(two);
        fill(here, 0, 600);
        int before = stored(5);

        dictionaries(here).look();

        int id = awaitDictionary(here).id();
        assertThat(awaitDictionary(there).id()).isEqualTo(id);
        here.put(5, value(5));
        there.put(6, value(6));
        assertThat(stored(5)).isLessThan(before - 60);
        assertThat(there.get(5, key -> "unexpected")).isEqualTo(value(5));
        assertThat(here.get(6, key -> "unexpected")).isEqualTo(value(6));
        Waits.until(() -> events.stream().anyMatch(LarderEvent.DictionaryAdopted.class::isInstance));
        assertThat(here.stats().unreadable() + there.stats().unreadable()).isZero();
    }

    @Test
    void get_dictionaryNotKnownYet_isFetched() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        awaitDictionary(here);
        fill(here, 0, 50);
        foreign.call("DEL", CHOICE);

        Cache<Integer, String> there = cache(two);

        List<String> found = new ArrayList<>();
        for (int id = 0; id < 50; id++) {
            found.add(there.get(id, key -> "unexpected"));
        }
        assertThat(found).doesNotContain("unexpected");
    }

    @Test
    void look_trainedElsewhereLately_doesNotTrain() {
        foreign.call("SET", "larder:{lawns}:dict:training", "x");
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);

        dictionaries(here).look();

        // Commands of one connection are answered in order: the claim has been refused when this is answered.
        here.put(1, value(1));
        assertThat(foreign.call("GET", "larder:{lawns}:dict:training")).isEqualTo("x");
        assertThat(packer(here).current()).isNull();
        assertThat(packer(here).trainingDue()).isTrue();
    }

    @Test
    void dictionaryEvicted_isWrittenAnew() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        String key = String.format("%s:%08x", CHOICE, awaitDictionary(here).id());
        Waits.until(() -> foreign.exists(CHOICE));
        dictionaries(here).look();

        foreign.call("DEL", key);

        Waits.until(() -> {
            dictionaries(here).look();
            return foreign.exists(key);
        });
    }

    /** A process trains one at a time; the others must not lose their right to it. */
    @Test
    void look_severalCachesDue_allGetADictionary() {
        List<Cache<Integer, String>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Cache<Integer, String> cache =
                    one.cache("lawns" + i, Integer.class, String.class, spec -> spec.policy(policy -> policy.noNear()));
            fill(cache, 0, 600);
            all.add(cache);
        }

        Waits.until(() -> {
            all.forEach(cache -> dictionaries(cache).look());
            return all.stream().allMatch(cache -> packer(cache).current() != null);
        });
    }

    /** Who could not write a dictionary down looks again, and does not believe that it is there. */
    @Test
    void look_writeWasRefused_isRepeated() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        String key = String.format("%s:%08x", CHOICE, awaitDictionary(here).id());
        Waits.until(() -> foreign.exists(CHOICE));
        dictionaries(here).look();
        foreign.call("CONFIG", "RESETSTAT");
        foreign.call("CONFIG", "SET", "maxmemory", "1");
        try {
            foreign.call("DEL", key, CHOICE);
            // All that is tried at once has been refused when nothing more is for half a second.
            AtomicReference<String> refused = new AtomicReference<>("");
            AtomicLong since = new AtomicLong(System.nanoTime());
            Waits.until(() -> {
                String now = foreign.call("INFO", "errorstats");
                if (!now.equals(refused.getAndSet(now))) {
                    since.set(System.nanoTime());
                }
                return now.contains("errorstat_OOM") && System.nanoTime() - since.get() > 500_000_000;
            });
        } finally {
            foreign.call("CONFIG", "SET", "maxmemory", "0");
        }

        Waits.until(() -> {
            dictionaries(here).look();
            return foreign.exists(key) && foreign.exists(CHOICE);
        });
    }

    @Test
    void choose_anotherWasMadeMeanwhile_leavesIt() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        awaitDictionary(here);
        Waits.until(() -> foreign.exists(CHOICE));
        String made = foreign.call("GET", CHOICE);
        long until = Waits.engine(one).far().clock().latestMillis(System.nanoTime()) + 600_000;

        dictionaries(here).choose(4711, 0.5, until, Dictionaries.NONE);
        here.put(1, value(1));
        assertThat(foreign.call("GET", CHOICE)).isEqualTo(made);
    }

    @Test
    void serverFlushed_dictionaryIsWrittenAnew() {
        Cache<Integer, String> here = cache(one);
        Cache<Integer, String> there = cache(two);
        fill(here, 0, 600);
        dictionaries(here).look();
        int id = awaitDictionary(here).id();
        awaitDictionary(there);

        foreign.call("FLUSHALL");

        Waits.until(() -> foreign.exists(CHOICE));
        here.put(1, value(1));
        try (Larder three = Quiet.patient(redis.uri())) {
            Cache<Integer, String> fresh = cache(three);
            assertThat(fresh.get(1, key -> "unexpected")).isEqualTo(value(1));
            assertThat(awaitDictionary(fresh).id()).isEqualTo(id);
        }
    }

    @Test
    void get_dictionaryGoneForGood_isACountedMissAndIsLoaded() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        String key = String.format("%s:%08x", CHOICE, awaitDictionary(here).id());
        here.put(1, value(1));
        one.close();
        foreign.call("DEL", CHOICE, key);

        Cache<Integer, String> there = cache(two);

        assertThat(there.get(1, id -> "loaded")).isEqualTo("loaded");
        assertThat(there.stats().unreadable()).isEqualTo(1);
    }

    @Test
    void put_dictionaryInUse_livesLongerThanTheEntry() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        String key = String.format("%s:%08x", CHOICE, awaitDictionary(here).id());
        here.put(1, value(1));

        long entry = Long.parseLong(foreign.call("PTTL", "larder:lawns:{1}"));
        long dictionary = Long.parseLong(foreign.call("PTTL", key));

        assertThat(dictionary).isGreaterThan(entry);
        assertThat(packer(here)
                        .pack(
                                value(1).getBytes(StandardCharsets.UTF_8),
                                packer(here).keptUntil() + 1)
                        .dictionary())
                .isZero();
    }

    /** A choice may be seen before the dictionary it names can be read. */
    @Test
    void look_chosenOneCouldNotBeRead_isTriedAgain() throws Exception {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        int id = awaitDictionary(here).id();
        String key = String.format("%s:%08x", CHOICE, id);
        Waits.until(() -> foreign.exists(CHOICE));
        one.close();
        foreign.call("RENAME", key, "aside");
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder three = Quiet.larder(redis.uri(proxy))) {
            proxy.clearCommandLog();
            Cache<Integer, String> there = cache(three);
            Waits.until(() -> Collections.frequency(proxy.commandLog(), "GET") >= 2);
            CompletableFuture<Dictionaries.Found> found = new CompletableFuture<>();
            dictionaries(there).fetch(id, Runnable::run, found::complete);
            assertThat(found.get(60, TimeUnit.SECONDS)).isInstanceOf(Dictionaries.Found.Gone.class);

            foreign.call("RENAME", "aside", key);
            dictionaries(there).look();

            assertThat(awaitDictionary(there).id()).isEqualTo(id);
        }
    }

    @Test
    void lookup_connectionLostWhileDictionaryIsFetched_isUnavailableAndNoMiss() throws Exception {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        awaitDictionary(here);
        here.put(1, value(1));
        Waits.until(() -> foreign.exists(CHOICE));
        one.close();
        foreign.call("DEL", CHOICE);
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder three = Quiet.larder(redis.uri(proxy))) {
            Cache<Integer, String> there = cache(three);
            there.get(-1, key -> "warm");
            proxy.clearCommandLog();
            proxy.holdReplies();
            Background<Lookup<String>> lookup = Background.run(() -> there.lookup(1));
            Waits.until(() -> proxy.commandLog().contains("GET") && proxy.heldReplyBytes() > 0);
            proxy.blackHoleRequests();
            proxy.releaseReplies();
            Waits.until(() -> proxy.heldRequestBytes() > 0);

            proxy.reset();

            assertThat(lookup.await()).isInstanceOf(Lookup.Unavailable.class);
            assertThat(there.stats().unreadable()).isZero();
        }
    }

    @Test
    void dictionaryOverwrittenFromOutside_isWrittenAnew() {
        Cache<Integer, String> here = cache(one);
        fill(here, 0, 600);
        dictionaries(here).look();
        String key = String.format("%s:%08x", CHOICE, awaitDictionary(here).id());
        Waits.until(() -> foreign.exists(CHOICE));
        dictionaries(here).look();

        foreign.call("SET", key, "not a dictionary at all", "PX", "999999999");
        Waits.until(() -> {
            dictionaries(here).look();
            return Integer.parseInt(foreign.call("STRLEN", key)) > 1_000;
        });

        // At once: between two commands the dictionary would be written anew.
        foreign.call("EVAL", "redis.call('DEL', KEYS[1]); return redis.call('RPUSH', KEYS[1], 'x')", "1", key);
        Waits.until(() -> {
            dictionaries(here).look();
            return foreign.call("TYPE", key).equals("string");
        });
    }
}
