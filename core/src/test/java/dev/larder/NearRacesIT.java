package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What enters the near tier, and what has to leave it, when replies, pushes and this process's own writes cross. */
class NearRacesIT {

    private static final String KEY = "k";

    private static EmbeddedRedis redis;

    private Foreign foreign;
    private FaultProxy proxy;
    private Larder two;
    private Cache<String, String> there;

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
        proxy = FaultProxy.to(redis.host(), redis.port());
        two = Quiet.patient(redis.uri());
        there = cache(two);
    }

    @AfterEach
    void close() {
        two.close();
        proxy.close();
        foreign.close();
    }

    /** Not compressed: a read of the cache's dictionary would take the one place in flight, or a reply that is let through. */
    private static Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "near",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy -> policy.ttl(Duration.ofHours(1))
                                .jitter(0)
                                .earlyRefresh(0)
                                .compression(false)));
    }

    @Test
    void get_invalidatedBetweenReplyAndPublish_isNotServedAfterwards() throws Exception {
        HeldCodec decoder = HeldCodec.reading("old");
        try (Larder one = Quiet.patient(redis.uri())) {
            Cache<String, String> here = one.cache(
                    "near",
                    String.class,
                    String.class,
                    spec -> spec.values(decoder).tags((key, value) -> List.of("t")));
            there.put(KEY, "old");

            Background<String> read = Background.run(() -> here.get(KEY, key -> "unexpected"));
            decoder.awaitBegun();
            there.invalidate(KEY);
            Waits.forPushes(here);
            decoder.release();

            assertThat(read.await()).isEqualTo("old");
            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
            assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        }
    }

    @Test
    void get_replacedBetweenReplyAndPublish_isNotServedAfterwards() throws Exception {
        HeldCodec decoder = HeldCodec.reading("old");
        try (Larder one = Quiet.patient(redis.uri())) {
            Cache<String, String> here = one.cache(
                    "near",
                    String.class,
                    String.class,
                    spec -> spec.values(decoder).tags((key, value) -> List.of("t")));
            there.put(KEY, "old");

            Background<String> read = Background.run(() -> here.get(KEY, key -> "unexpected"));
            decoder.awaitBegun();
            there.put(KEY, "new");
            Waits.forPushes(here);
            decoder.release();

            assertThat(read.await()).isEqualTo("old");
            assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("new");
        }
    }

    @Test
    void get_tagInvalidatedBetweenReplyAndPublish_isNotServedAfterwards() throws Exception {
        HeldCodec decoder = HeldCodec.reading("old");
        try (Larder one = Quiet.patient(redis.uri())) {
            Cache<String, String> here = one.cache(
                    "near",
                    String.class,
                    String.class,
                    spec -> spec.values(decoder).tags((key, value) -> List.of("t")));
            there.put(KEY, "old");

            Background<String> read = Background.run(() -> here.get(KEY, key -> "unexpected"));
            decoder.awaitBegun();
            two.invalidateTag("t");
            Waits.forPushes(here);
            decoder.release();

            assertThat(read.await()).isEqualTo("old");
            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void get_tagInvalidatedBetweenValueAndTagRead_isAMiss() throws Exception {
        try (Larder one = Quiet.larder(redis.uri(proxy))) {
            Cache<String, String> here = cache(one);
            there.put(KEY, "old");
            proxy.clearCommandLog();
            proxy.holdReplies();
            Background<String> read = Background.run(() -> here.get(KEY, key -> "new"));
            Waits.until(() -> proxy.commandLog().contains("GET") && proxy.heldReplyBytes() > 0);
            proxy.blackHoleRequests();
            proxy.releaseReplies();
            Waits.until(() -> proxy.commandLog().contains("MGET") && proxy.heldRequestBytes() > 0);

            two.invalidateTag("t");
            proxy.heal();

            assertThat(read.await()).isEqualTo("new");
        }
    }

    @Test
    void get_tagVersionDeletedByHand_isAMiss() {
        try (Larder one = Quiet.patient(redis.uri())) {
            Cache<String, String> here = cache(one);
            there.put(KEY, "old");
            assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("old");

            foreign.call("DEL", "{larder}:tag:t");
            Waits.forPushes(here);
            Waits.forPushes(there);

            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
            assertThat(there.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void get_baseTagVersionDeletedByHand_isAMiss() {
        try (Larder one = Quiet.patient(redis.uri())) {
            Cache<String, String> here = cache(one);
            there.put(KEY, "old");
            assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("old");

            foreign.call("DEL", "{larder}:cache:near");
            Waits.forPushes(here);
            Waits.forPushes(there);

            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
            assertThat(there.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void invalidate_here_isObeyedBeforeItsPush() throws Exception {
        try (Larder one = Quiet.larder(redis.uri(proxy))) {
            Cache<String, String> here = cache(one);
            there.put(KEY, "old");
            here.get(KEY, key -> "unexpected");
            assertThat(Waits.near(here, KEY).current(Waits.engine(one).tags())).isTrue();

            proxy.clearCommandLog();
            proxy.holdReplies();
            Background<Delivery> invalidation = Background.run(() -> here.invalidate(KEY));
            Waits.until(() -> proxy.commandLog().contains("DEL"));
            proxy.releaseReplies(1);

            assertThat(invalidation.await()).isEqualTo(Delivery.ACKNOWLEDGED);
            assertThat(Waits.near(here, KEY)).isNull();
            CompletableFuture<Lookup<String>> lookup = here.async().lookup(KEY).toCompletableFuture();
            proxy.heal();
            assertThat(lookup.get(60, TimeUnit.SECONDS)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void invalidate_hereWhileGetUnderWay_keepsItsReplyOut() throws Exception {
        try (Larder one = Quiet.larder(redis.uri(proxy))) {
            Cache<String, String> here = cache(one);
            there.put("warm", "x");
            here.get("warm", key -> "unexpected");
            there.put(KEY, "old");

            proxy.clearCommandLog();
            proxy.holdReplies();
            Background<String> read = Background.run(() -> here.get(KEY, key -> "unexpected"));
            Waits.until(() -> proxy.commandLog().contains("GET"));
            Background<Delivery> invalidation = Background.run(() -> here.invalidate(KEY));
            Waits.until(() -> proxy.commandLog().contains("DEL"));
            proxy.releaseReplies(2);

            assertThat(read.await()).isEqualTo("old");
            assertThat(invalidation.await()).isEqualTo(Delivery.ACKNOWLEDGED);
            assertThat(Waits.near(here, KEY)).isNull();
            proxy.heal();
            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void invalidate_hereRefusedWhileGetUnderWay_keepsItsReplyOut() throws Exception {
        try (Larder one = Quiet.larder(redis.uri(proxy) + "?max-in-flight=1")) {
            Cache<String, String> here = cache(one);
            there.put("warm", "x");
            here.get("warm", key -> "unexpected");
            there.put(KEY, "old");

            proxy.clearCommandLog();
            proxy.holdReplies();
            Background<String> read = Background.run(() -> here.get(KEY, key -> "unexpected"));
            Waits.until(() -> proxy.commandLog().contains("GET"));
            assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);
            proxy.releaseReplies(1);

            assertThat(read.await()).isEqualTo("old");
            assertThat(Waits.near(here, KEY)).isNull();
            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Unavailable.class);
            proxy.heal();
            Waits.until(() -> here.lookup(KEY) instanceof Lookup.Miss);
        }
    }

    @Test
    void invalidate_hereRefusedWhileAnotherUnderWay_isDeliveredLater() throws Exception {
        try (Larder one = Quiet.larder(redis.uri(proxy) + "?max-in-flight=1")) {
            Cache<String, String> here = cache(one);
            there.put(KEY, "oldest");
            proxy.holdReplies();
            Background<Delivery> first = Background.run(() -> here.invalidate(KEY));
            Waits.until(() -> !foreign.exists("larder:near:{k}"));
            there.put(KEY, "old");

            assertThat(here.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);
            proxy.heal();

            assertThat(first.await()).isEqualTo(Delivery.ACKNOWLEDGED);
            Waits.until(() -> !foreign.exists("larder:near:{k}"));
            assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        }
    }

    @Test
    void put_hereByManyThreads_isAlwaysRead() throws Exception {
        try (Larder one = Quiet.patient(redis.uri())) {
            Cache<String, String> here = cache(one);
            List<Background<Integer>> writers = new ArrayList<>();
            List<Background<Integer>> readers = new ArrayList<>();
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger[] sources = new AtomicInteger[4];
            for (int w = 0; w < sources.length; w++) {
                String key = "own" + w;
                AtomicInteger source = sources[w] = new AtomicInteger();
                Loader<String, String> loader = same -> String.valueOf(source.get());
                writers.add(Background.run(() -> {
                    for (int i = 1; i <= 300; i++) {
                        source.set(i);
                        if (i % 2 == 0) {
                            here.put(key, String.valueOf(i));
                        } else {
                            here.invalidate(key);
                        }
                        assertThat(here.get(key, loader)).isEqualTo(String.valueOf(i));
                    }
                    return 0;
                }));
                readers.add(Background.run(() -> {
                    int last = 0;
                    while (!over.get()) {
                        int read = Integer.parseInt(here.get(key, loader));
                        last = Math.max(last, read);
                    }
                    return last;
                }));
            }
            for (Background<Integer> writer : writers) {
                writer.await();
            }
            over.set(true);
            for (Background<Integer> reader : readers) {
                assertThat(reader.await()).isBetween(0, 300);
            }
        }
    }

    @Test
    void get_writtenElsewhereWithLittleLifeLeft_isNearOnlyForTheRest() {
        Duration ttl = Duration.ofSeconds(30);
        try (Larder one = Quiet.patient(redis.uri());
                Larder other = Quiet.patient(redis.uri())) {
            Cache<String, String> here = cache(one);
            Cache<String, String> shorter = other.cache(
                    "near",
                    String.class,
                    String.class,
                    spec -> spec.tags((key, value) -> List.of("t"))
                            .policy(policy -> policy.ttl(ttl).jitter(0).earlyRefresh(0)));
            shorter.put(KEY, "old");
            long written = System.nanoTime();
            Waits.untilPassed(written, Duration.ofMillis(200));

            assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("old");

            assertThat(Waits.near(here, KEY).freshUntil() - written)
                    .isPositive()
                    .isLessThanOrEqualTo(ttl.toNanos());
        }
    }

    @Test
    void get_lifeOverBeforeRedisDeletes_isNotServedFromNear() {
        Duration ttl = Duration.ofMillis(300);
        try (Larder one = Quiet.patient(redis.uri());
                Larder other = Quiet.patient(redis.uri())) {
            UnaryOperator<CachePolicy.Builder> nothingStale = policy -> policy.jitter(0)
                    .earlyRefresh(0)
                    .staleWhileRevalidate(Duration.ZERO)
                    .staleIfError(Duration.ZERO)
                    .ttl(Duration.ofHours(1))
                    .grace(Duration.ofHours(1));
            Cache<String, String> here =
                    one.cache("near", String.class, String.class, spec -> spec.policy(nothingStale));
            Cache<String, String> shorter = other.cache(
                    "near",
                    String.class,
                    String.class,
                    spec -> spec.policy(nothingStale.andThen(p -> p.ttl(ttl))::apply));
            shorter.put(KEY, "old");
            long written = System.nanoTime();
            here.lookup(KEY);
            Waits.untilPassed(written, ttl);

            assertThat(foreign.exists("larder:near:{k}")).isTrue();
            assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
            assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        }
    }
}
