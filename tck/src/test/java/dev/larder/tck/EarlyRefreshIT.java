package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.Inside;
import dev.larder.Loader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Early refreshes of what is in the near tier. */
class EarlyRefreshIT {

    private static void check(Stage stage) {
        new CacheContract() {
            @Override
            protected Stage stage() {
                return stage;
            }

            void check() {
                Cache<String, String> cache = cache(policy -> policy.earlyRefresh(1));
                cache.put("a", "old");
                assertThat(cache.get("a", noLoad())).isEqualTo("old");
                Inside.makeRefreshDue(cache, "a");
                AtomicInteger loads = new AtomicInteger();
                Loader<String, String> loader = key -> "new" + loads.incrementAndGet();

                assertThat(cache.get("a", loader)).as("does not wait").isEqualTo("old");
                awaitFills(cache, 1);

                assertThat(cache.get("a", noLoad())).isEqualTo("new1");
                assertThat(cache.stats().refreshes()).isEqualTo(1);
                assertThat(cache.stats().misses()).isZero();
                stage.checkNothingLeft(java.util.List.of(cache));
            }
        }.check();
    }

    @Test
    void get_refreshDueInTheNearTier_loadsInTheBackground() {
        try (Stage stage = new RedisStage(View.BLOCKING, true, Inside::assertNothingLeft)) {
            check(stage);
        }
    }

    @Test
    void get_refreshDueWithoutRedis_loadsInTheBackground() {
        try (Stage stage = new LocalStage()) {
            check(stage);
        }
    }
}
