package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tags that are expired, in two processes over one Redis. */
class SoftTagsIT extends TwoLarders {

    private static final String KEY = "k";
    private static final String TAG_KEY = "{larder}:tag:t";

    @Override
    Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "soft",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy -> policy.ttl(Duration.ofHours(1))
                                .jitter(0)
                                .earlyRefresh(0)
                                .staleWhileRevalidate(Duration.ofHours(1))));
    }

    private static String seen(Cache<String, String> cache) {
        Waits.forPushes(cache);
        return cache.lookup(KEY) instanceof Lookup.Hit<String> hit ? hit.stale() ? "stale" : "fresh" : "none";
    }

    @Test
    void expireTag_heldByANearTierElsewhere_isStaleThere() {
        here.put(KEY, "v");
        assertThat(there.get(KEY, key -> "unexpected")).isEqualTo("v");
        assertThat(there.get(KEY, key -> "unexpected")).isEqualTo("v");
        assertThat(there.stats().nearHits()).isEqualTo(1);

        one.expireTag("t");

        assertThat(seen(here)).isEqualTo("stale");
        assertThat(seen(there)).isEqualTo("stale");
    }

    @Test
    void get_manyAfterAnExpiry_renewOnceForAllProcesses() {
        here.put(KEY, "v");
        one.expireTag("t");
        Waits.forPushes(there);
        AtomicInteger loads = new AtomicInteger();
        HeldLoader loader = new HeldLoader("w");

        List<CompletableFuture<String>> reads = new java.util.ArrayList<>();
        for (int i = 0; i < 20; i++) {
            reads.add((i % 2 == 0 ? here : there)
                    .async()
                    .get(KEY, (Loader.Async<String, String>) key -> CompletableFuture.supplyAsync(() -> {
                        loads.incrementAndGet();
                        try {
                            return loader.load(key);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .toCompletableFuture());
        }
        assertThat(reads).allSatisfy(read -> assertThat(read.join()).isEqualTo("v"));
        Waits.until(() -> loads.get() == 1);
        loader.release();

        Waits.until(() -> seen(here).equals("fresh") && seen(there).equals("fresh"));
        assertThat(loads).hasValue(1);
    }

    @Test
    void expireTag_versionEvictedMeanwhile_invalidates() {
        here.put(KEY, "v");
        foreign.call("DEL", TAG_KEY);
        one.expireTag("t");

        assertThat(seen(here)).isEqualTo("none");
        assertThat(seen(there)).isEqualTo("none");
    }

    @Test
    void expireTag_versionEvictedAfterIt_invalidates() {
        here.put(KEY, "v");
        one.expireTag("t");
        foreign.call("DEL", TAG_KEY);

        assertThat(seen(here)).isEqualTo("none");
    }

    @Test
    void expireTag_somethingElseUnderItsKey_invalidates() {
        here.put(KEY, "v");
        foreign.call("DEL", TAG_KEY);
        foreign.call("RPUSH", TAG_KEY, "x");

        assertThat(one.expireTag("t")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(seen(here)).isEqualTo("none");
        here.put(KEY, "w");
        assertThat(seen(there)).isEqualTo("fresh");
    }

    @Test
    void expireTag_thenInvalidatedElsewhere_isGoneEverywhere() {
        here.put(KEY, "v");
        one.expireTag("t");
        two.invalidateTag("t");
        one.expireTag("t");

        assertThat(seen(here)).isEqualTo("none");
        assertThat(seen(there)).isEqualTo("none");
    }

    @Test
    void expireTag_root_keepsItsLength() {
        here.put(KEY, "v");
        one.expireTag("t");
        one.expireTag("t");

        assertThat(foreign.call("STRLEN", "{larder}:root")).isEqualTo("8");
        assertThat(foreign.call("STRLEN", TAG_KEY)).isEqualTo("24");
        assertThat(Long.parseLong(foreign.call("PTTL", TAG_KEY)))
                .isGreaterThan(Duration.ofDays(29).toMillis());
    }
}
