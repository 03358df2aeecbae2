package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.Inside;
import dev.larder.Layer;
import dev.larder.Loader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Damaged and foreign bytes in a real Redis: never an exception, never a wrong value; a miss that is counted, and that the
 * next load heals.
 */
class CorruptionProperties {

    private static final String RIGHT = "the right value";
    private static final String LOADED = "loaded";

    private static RedisStage stage;
    private static Cache<String, String> cache;

    @BeforeContainer
    static void start() {
        stage = new RedisStage(View.BLOCKING, true, Inside::assertNothingLeft);
        cache = stage.larder()
                .cache(
                        "damaged",
                        String.class,
                        String.class,
                        spec -> spec.layer(Layer.API)
                                .policy(policy -> CacheContract.calm(policy).lease(Duration.ofMillis(300)))
                                .tags((key, value) -> List.of("tag")));
    }

    @AfterContainer
    static void stop() {
        stage.checkNothingLeft(List.of(cache));
        stage.close();
    }

    @Property(seed = "81", tries = 300, edgeCases = EdgeCasesMode.NONE)
    void get_oneBitFlipped_isTheRightValueOrACountedMiss(@ForAll @IntRange(max = 1 << 20) int place) {
        byte[] bytes = stored();
        int bit = place % (8 * bytes.length);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);

        boolean readable = bit / 8 >= 2 && bit / 8 < 10;
        check(bytes, readable);
    }

    @Property(seed = "82", tries = 150, edgeCases = EdgeCasesMode.NONE)
    void get_truncated_isACountedMiss(@ForAll @IntRange(max = 1 << 20) int length) {
        byte[] bytes = stored();

        check(Arrays.copyOf(bytes, length % bytes.length), false);
    }

    @Property(seed = "83", tries = 150)
    void get_foreignBytes_isACountedMiss(@ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(max = 2) int kind) {
        if (kind > 0 && bytes.length > 1) {
            bytes[0] = 'L';
            bytes[1] = (byte) kind;
        }
        check(bytes, false);
    }

    private static String name() {
        return RedisStage.name(cache, "a");
    }

    private static byte[] stored() {
        cache.put("a", RIGHT);
        return Objects.requireNonNull(stage.raw().get(name()));
    }

    private static void check(byte[] bytes, boolean readable) {
        stage.raw().call("SET", name(), bytes, "PX", "600000");
        stage.awaitPushes(cache);
        long unreadable = cache.stats().unreadable();
        long fills = cache.stats().fills();

        String first = cache.get("a", (Loader<String, String>) key -> LOADED);

        if (readable) {
            assertThat(first).isEqualTo(RIGHT);
            return;
        }
        assertThat(first).isEqualTo(LOADED);
        assertThat(cache.stats().unreadable()).isGreaterThan(unreadable);
        CacheContract.awaitFills(cache, fills + 1);
        assertThat(cache.get("a", CacheContract.noLoad())).isEqualTo(LOADED);
        assertThat(cache.getAll(List.of("a"), keys -> Map.of())).isEqualTo(Map.of("a", LOADED));
    }
}
