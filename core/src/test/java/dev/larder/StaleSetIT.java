package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stale set: a loader has read its source before a change of which Redis hears during the load. */
class StaleSetIT extends TwoLarders {

    private static final String KEY = "k";

    @Override
    Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "stale",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy ->
                                policy.ttl(Duration.ofHours(1)).jitter(0).earlyRefresh(0)));
    }

    /** Loads "old", makes the change while the loader is held, and returns when the fill has been decided. */
    private void loadDuring(Runnable change) throws Exception {
        CacheStats before = here.stats();
        HeldLoader loader = new HeldLoader("old");
        Background<String> load = Background.run(() -> here.get(KEY, loader));
        loader.awaitBegun();
        change.run();
        loader.release();
        assertThat(load.await()).isEqualTo("old");
        Waits.forFills(here, (int) (before.fills() + before.fillsRefused()) + 1);
    }

    private void assertNothingStored() {
        Waits.forPushes(here);
        assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
        assertThat(there.lookup(KEY)).isInstanceOf(Lookup.Miss.class);
        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
    }

    /** What a load has brought whose tag was expired meanwhile is not stored, or is stale from the start. */
    private void assertNeverFresh() {
        Waits.forPushes(here);
        for (Cache<String, String> cache : List.of(here, there)) {
            assertThat(cache.lookup(KEY) instanceof Lookup.Hit<String> hit && !hit.stale())
                    .isFalse();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> "new".equals(here.get(KEY, key -> "new")));
    }

    private void assertStored(String value) {
        Waits.forPushes(here);
        assertThat(here.get(KEY, key -> "unexpected")).isEqualTo(value);
        assertThat(there.get(KEY, key -> "unexpected")).isEqualTo(value);
    }

    @Test
    void fill_nothingChangedDuringLoad_isStored() throws Exception {
        loadDuring(() -> {});

        assertStored("old");
    }

    @Test
    void fill_invalidatedElsewhereDuringLoad_isRefused() throws Exception {
        loadDuring(() -> there.invalidate(KEY));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(foreign.exists("larder:stale:{k}")).isFalse();
        assertNothingStored();
    }

    @Test
    void fill_putElsewhereDuringLoad_isRefused() throws Exception {
        loadDuring(() -> there.put(KEY, "new"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertStored("new");
    }

    @Test
    void fill_putIfAbsentElsewhereDuringLoad_isRefused() throws Exception {
        loadDuring(() -> assertThat(there.putIfAbsent(KEY, "new")).isTrue());

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertStored("new");
    }

    @Test
    void fill_foreignDelDuringLoad_isRefused() throws Exception {
        loadDuring(() -> foreign.call("DEL", "larder:stale:{k}"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(foreign.exists("larder:stale:{k}")).isFalse();
        assertNothingStored();
    }

    @Test
    void fill_foreignSetDuringLoad_isRefused() throws Exception {
        loadDuring(() -> foreign.call("SET", "larder:stale:{k}", "not an envelope"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(foreign.call("GET", "larder:stale:{k}")).isEqualTo("not an envelope");
        assertNothingStored();
    }

    @Test
    void fill_expiredElsewhereDuringLoad_isRefused() throws Exception {
        loadDuring(() -> there.expire(KEY));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertNothingStored();
    }

    @Test
    void fill_unknownTagInvalidatedDuringLoad_isRefused() throws Exception {
        loadDuring(() -> two.invalidateTag("t"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertNothingStored();
    }

    @Test
    void fill_knownTagInvalidatedDuringLoad_isNeverRead() throws Exception {
        here.get("other", key -> "x");
        Waits.forFills(here, 1);

        loadDuring(() -> two.invalidateTag("t"));

        assertNothingStored();
    }

    @Test
    void fill_tagInvalidatedDuringLoadAndLearnedAnew_isNeverRead() throws Exception {
        loadDuring(() -> {
            two.invalidateTag("t");
            Waits.forPushes(here);
            here.put("other", "x");
            assertThat(here.get("other", key -> "unexpected")).isEqualTo("x");
        });

        assertNothingStored();
    }

    @Test
    void fill_tagInvalidatedHereDuringLoad_isNeverRead() throws Exception {
        here.get("other", key -> "x");
        Waits.forFills(here, 1);

        loadDuring(() -> one.invalidateTag("t"));

        assertNothingStored();
    }

    @Test
    void fill_unknownTagExpiredDuringLoad_isRefused() throws Exception {
        loadDuring(() -> two.expireTag("t"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertNothingStored();
    }

    @Test
    void fill_knownTagExpiredDuringLoad_isNeverFresh() throws Exception {
        here.get("other", key -> "x");
        Waits.forFills(here, 1);

        loadDuring(() -> two.expireTag("t"));

        assertNeverFresh();
    }

    @Test
    void fill_tagExpiredHereDuringLoadAndLearnedAnew_isNeverFresh() throws Exception {
        loadDuring(() -> {
            one.expireTag("t");
            here.put("other", "x");
            assertThat(here.get("other", key -> "unexpected")).isEqualTo("x");
        });

        assertNeverFresh();
    }

    @Test
    void fill_cacheExpiredDuringLoad_isNeverFresh() throws Exception {
        loadDuring(() -> there.expireAll());

        assertNeverFresh();
    }

    @Test
    void fill_cacheClearedDuringLoad_isNeverRead() throws Exception {
        loadDuring(() -> there.clear());

        assertNothingStored();
    }

    @Test
    void fill_layerClearedDuringLoad_isNeverRead() throws Exception {
        loadDuring(() -> two.clearLayer(Layer.API));

        assertNothingStored();
    }

    @Test
    void fill_serverFlushedDuringLoad_isRefused() throws Exception {
        loadDuring(() -> foreign.call("FLUSHALL"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertNothingStored();
    }

    @Test
    void getAll_oneKeyInvalidatedDuringLoad_isStoredWithoutIt() throws Exception {
        HeldLoader loader = new HeldLoader("old");
        Background<Map<String, String>> load = Background.run(() -> here.getAll(List.of(KEY, "l"), keys -> {
            String value = loader.load(KEY);
            return Map.of(KEY, value, "l", value);
        }));
        loader.awaitBegun();
        there.invalidate(KEY);
        loader.release();
        assertThat(load.await()).hasSize(2);
        Waits.forFills(here, 2);

        assertThat(there.get("l", key -> "unexpected")).isEqualTo("old");
        assertNothingStored();
    }
}
