package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two releases side by side: other schemas or other versions of the policy under the same name. */
class RollingIT {

    record Before(long id, String area) {}

    record After(long id, int area) {}

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void get_writtenUnderAnotherSchema_isLoadedAnew() {
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, Before> before = one.cache("schema", Long.class, Before.class, spec -> {});
            Cache<Long, After> after = two.cache("schema", Long.class, After.class, spec -> {});
            before.put(1L, new Before(1, "7"));

            assertThat(after.get(1L, id -> new After(id, 8))).isEqualTo(new After(1, 8));
            assertThat(after.stats().unreadable()).isEqualTo(1);
            Waits.forFills(after, 1);

            assertThat(before.get(1L, id -> new Before(id, "9"))).isEqualTo(new Before(1, "9"));
        }
    }

    @Test
    void get_bothSchemasAtOnce_neverSeeEachOther() throws Exception {
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, Before> before = one.cache("both", Long.class, Before.class, spec -> {});
            Cache<Long, After> after = two.cache("both", Long.class, After.class, spec -> {});
            CyclicBarrier barrier = new CyclicBarrier(2);
            Background<Integer> old = Background.run(() -> {
                barrier.await();
                for (long i = 0; i < 300; i++) {
                    assertThat(before.get(i % 3, id -> new Before(id, "7"))).isEqualTo(new Before(i % 3, "7"));
                }
                return 0;
            });
            Background<Integer> fresh = Background.run(() -> {
                barrier.await();
                for (long i = 0; i < 300; i++) {
                    assertThat(after.get(i % 3, id -> new After(id, 8))).isEqualTo(new After(i % 3, 8));
                }
                return 0;
            });

            assertThat(old.await() + fresh.await()).isZero();
        }
    }

    @Test
    void get_writtenUnderAnotherPolicyVersion_isLoadedAnew() {
        try (Larder one = Quiet.patient(redis.uri());
                Larder two = Quiet.patient(redis.uri())) {
            Cache<Long, String> before = one.cache("policy", Long.class, String.class, spec -> {});
            Cache<Long, String> after =
                    two.cache("policy", Long.class, String.class, spec -> spec.policy(policy -> policy.version(2)));
            before.put(1L, "old");
            before.put(2L, "old");

            assertThat(after.get(1L, id -> "new")).isEqualTo("new");
            assertThat(after.lookup(2L)).isInstanceOf(Lookup.Miss.class);
            Waits.forFills(after, 1);

            assertThat(before.get(1L, id -> "old again")).isEqualTo("old again");
        }
    }
}
