package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that say themselves how long they live, whichever way they are stored. */
class ValueLifeIT {

    private static EmbeddedRedis redis;

    private Foreign foreign;
    private Larder larder;
    private Cache<String, Integer> cache;

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
        larder = Quiet.patient(redis.uri());
        cache = larder.cache(
                "lives",
                String.class,
                Integer.class,
                spec -> spec.policy(policy -> policy.ttl(Duration.ofMinutes(1))
                                .jitter(0)
                                .earlyRefresh(0)
                                .grace(Duration.ofDays(2))
                                .staleIfError(Duration.ofDays(2)))
                        .life((key, seconds) -> new CacheSpec.Life(Duration.ofSeconds(seconds), Duration.ofHours(1))));
    }

    @AfterEach
    void close() {
        larder.close();
        foreign.close();
    }

    private long leftSeconds(String key) {
        return Long.parseLong(foreign.call("PTTL", "larder:lives:{" + key + "}")) / 1_000;
    }

    @Test
    void put_valuesOfSeveralLives_areKeptAsLongAsTheySay() {
        cache.put("long", 36_000);
        cache.put("short", 120);

        assertThat(leftSeconds("long")).isBetween(39_000L, 39_600L);
        assertThat(leftSeconds("short")).isBetween(3_000L, 3_720L);
        assertThat(cache.lookup("short")).isInstanceOf(Lookup.Hit.class);
    }

    @Test
    void get_loaded_isKeptAsLongAsItSays() {
        cache.get("loaded", key -> 36_000);

        Waits.forFills(cache, 1);
        assertThat(leftSeconds("loaded")).isBetween(39_000L, 39_600L);
    }

    @Test
    void get_lifeOfZero_asksTheLoaderEachTimeWithThePreviousValue() {
        List<Integer> previous = new ArrayList<>();
        Loader.Conditional<String, Integer> loader = (key, before) -> {
            previous.add(before);
            return before == null ? Loaded.value(0) : Loaded.unchanged();
        };

        for (int i = 1; i <= 3; i++) {
            assertThat(cache.get("zero", loader)).isZero();
            Waits.forFills(cache, i);
        }

        assertThat(previous).containsExactly(null, 0, 0);
        assertThat(leftSeconds("zero")).isBetween(3_000L, 3_600L);
        assertThat(cache.lookup("zero"))
                .isInstanceOfSatisfying(
                        Lookup.Hit.class, hit -> assertThat(hit.stale()).isTrue());
    }

    @Test
    void life_functionFails_answersAndDoesNotStore() {
        assertThat(cache.get("bad", key -> -1)).isEqualTo(-1);
        Waits.forFills(cache, 1);
        assertThat(foreign.exists("larder:lives:{bad}")).isFalse();

        assertThatThrownBy(() -> cache.put("bad", -1))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("how long a value of cache lives lives cannot be told")
                .hasRootCauseMessage("a value lives for 0s to 36500d; given were PT-1S and PT1H");
    }

    @Test
    void life_negativeOrEndless_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CacheSpec.Life(Duration.ofSeconds(-1), Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CacheSpec.Life(Duration.ZERO, Duration.ofDays(36_501)));
    }
}
