package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The near tier when the server itself takes keys away, or forgets who has read them. */
class ServerEventsIT {

    private static final int KEYS = 200;

    private EmbeddedRedis redis;
    private Foreign foreign;
    private Larder one;
    private Larder two;
    private Cache<String, String> here;
    private Cache<String, String> there;

    @BeforeEach
    void connect() {
        redis = EmbeddedRedis.start();
        foreign = Foreign.at(redis);
        one = Quiet.patient(redis.uri());
        two = Quiet.patient(redis.uri());
        here = cache(one);
        there = cache(two);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        foreign.close();
        redis.close();
    }

    private static Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "events",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy -> policy.ttl(Duration.ofHours(1))
                                .jitter(0)
                                .earlyRefresh(0)
                                .negativeTtl(Duration.ZERO)));
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "k" + i).toList();
    }

    private static Map<String, String> all(String value) {
        Map<String, String> all = new HashMap<>();
        keys().forEach(key -> all.put(key, value));
        return all;
    }

    private void readAllHere() {
        there.putAll(all("old"));
        Waits.forPushes(here);
        assertThat(here.getAll(keys(), missing -> Map.of())).isEqualTo(all("old"));
    }

    private void assertNothingOldHere() {
        Waits.forPushes(here);
        assertThat(here.getAll(keys(), missing -> Map.of())).doesNotContainValue("old");
    }

    @Test
    void near_serverFlushed_isEmpty() {
        readAllHere();

        foreign.call("FLUSHALL");

        assertNothingOldHere();
        assertThat(here.lookup("k0")).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void near_databaseFlushed_isEmpty() {
        readAllHere();

        foreign.call("FLUSHDB");

        assertNothingOldHere();
    }

    @Test
    void near_trackingTableOverflows_servesNothingOld() {
        foreign.call("CONFIG", "SET", "tracking-table-max-keys", "10");
        readAllHere();

        there.putAll(all("new"));

        assertNothingOldHere();
        assertThat(here.getAll(keys(), missing -> Map.of())).isEqualTo(all("new"));
    }

    @Test
    void near_keysEvictedByTheServer_areNotServed() {
        readAllHere();
        foreign.call("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        foreign.call("CONFIG", "SET", "maxmemory", "1");

        Waits.until(() -> {
            foreign.call("PING");
            return foreign.call("DBSIZE").equals("0");
        });
        foreign.call("CONFIG", "SET", "maxmemory", "0");

        assertNothingOldHere();
    }

    @Test
    void near_renamedOrMovedAwayByHand_isNotServed() {
        readAllHere();

        foreign.call("RENAME", "larder:events:{k0}", "elsewhere");
        foreign.call("UNLINK", "larder:events:{k1}");
        foreign.call("PEXPIRE", "larder:events:{k2}", "-1");
        Waits.forPushes(here);

        assertThat(here.lookup("k0")).isInstanceOf(Lookup.Miss.class);
        assertThat(here.lookup("k1")).isInstanceOf(Lookup.Miss.class);
        assertThat(here.lookup("k2")).isInstanceOf(Lookup.Miss.class);
    }
}
