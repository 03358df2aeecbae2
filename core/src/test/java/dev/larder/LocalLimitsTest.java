package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What keeps a cache without Redis within its stack and its memory. */
class LocalLimitsTest {

    @Test
    void get_loaderAsksForFurtherKeysWithoutEnd_isRefused() {
        try (Larder larder = Larder.local()) {
            AtomicReference<Cache<Long, String>> self = new AtomicReference<>();
            Loader<Long, String> endless = new Loader<>() {
                @Override
                public String load(Long key) {
                    return self.get().get(key + 1, this);
                }
            };
            self.set(larder.cache("endless", Long.class, String.class, spec -> {}));

            assertThatThrownBy(() -> self.get().get(0L, endless))
                    .isInstanceOf(LoadFailedException.class)
                    .hasRootCauseInstanceOf(LoadRejectedException.class);
            assertThat(self.get().get(-1L, key -> "still works")).isEqualTo("still works");
        }
    }

    @Test
    void get_manyAbsentKeys_staysWithinTheBytes() {
        try (Larder larder = Larder.local()) {
            Cache<Long, String> cache = larder.cache(
                    "absent", Long.class, String.class, spec -> spec.policy(policy -> policy.nearBytes(100_000)));
            for (long key = 0; key < 5_000; key++) {
                cache.get(key, absent -> null);
            }

            assertThat(cache.stats().nearEntries()).isBetween(1L, 2_000L);
        }
    }

    /** A read that found nothing near, and finds there what another thread has put there since. */
    @Test
    void getFar_entryCameMeanwhile_isNotRefreshed() throws Exception {
        try (Larder larder = Larder.local()) {
            Cache<Long, String> cache = larder.cache("meanwhile", Long.class, String.class, spec -> {});
            TieredCache<Long, String> tiered = (TieredCache<Long, String>) cache.async();
            cache.put(1L, "there");
            Loader<Long, String> unexpected = key -> "loaded";

            assertThat(tiered.getFar(1L, Source.of(unexpected), Runnable::run)
                            .get()
                            .value())
                    .isEqualTo("there");
            assertThat(cache.stats().refreshes()).isZero();
        }
    }
}
