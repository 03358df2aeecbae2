package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.far.Far;
import dev.larder.far.ValueKey;
import dev.larder.redis.RedisException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short life of a Larder in which it sends every command and runs every script that it knows. */
final class EveryCommand {

    private EveryCommand() {}

    /** Lives it. What fails is thrown. */
    static void run(Larder larder) {
        Cache<String, String> cache = larder.cache(
                "every", String.class, String.class, spec -> spec.tags((key, value) -> List.of("tag of " + key)));
        assertThat(cache.get("a", key -> "1")).isEqualTo("1");
        Waits.until(() -> cache.stats().fills() == 1);
        assertThat(cache.getAll(List.of("b", "c"), keys -> Map.of("b", "2", "c", "3")))
                .hasSize(2);
        assertThat(cache.put("d", "4")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.putIfAbsent("e", "5")).isTrue();
        assertThat(cache.expire("a")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.get("a", key -> "6")).isEqualTo("6");
        assertThat(cache.invalidate("b")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThatThrownBy(() -> cache.get("f", key -> {
                    throw new IllegalStateException("the source is down, so the lease is released");
                }))
                .isInstanceOf(LoadFailedException.class);
        ((TieredLarder) larder).touchHottest();
        keep(larder);
        assertThat(larder.expireTag("tag of d")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(larder.invalidateTag("tag of c")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(larder.invalidateTags(tag -> tag.endsWith("d"))).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.clear()).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    /** Keeps what a dictionary is kept as; training one takes thousands of values. */
    private static void keep(Larder larder) {
        Engine engine = Waits.engine(larder);
        ValueKey key = engine.names().dictionary("every", 7);
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        engine.far().keep(key, "a dictionary".getBytes(StandardCharsets.US_ASCII), 60_000, new Far.WriteReply() {
            @Override
            public void onDone(boolean admissible) {
                kept.complete(true);
            }

            @Override
            public void onRefused() {
                kept.complete(false);
            }

            @Override
            public void onFailure(RedisException failure) {
                kept.completeExceptionally(failure);
            }
        });
        assertThat(kept.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }

    /** The commands that were executed, by {@code INFO commandstats}, also by scripts. */
    static Set<String> executed(Foreign foreign) {
        Set<String> commands = new TreeSet<>();
        for (String line : foreign.call("INFO", "commandstats").split("\r\n", -1)) {
            if (line.startsWith("cmdstat_") && !line.contains(":calls=0,")) {
                commands.add(line.substring("cmdstat_".length(), line.indexOf(':')));
            }
        }
        return commands;
    }
}
