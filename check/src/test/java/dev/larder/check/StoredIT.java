package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.check.Landscape.Family;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredIT {

    private static final Landscape LANDSCAPE = new Landscape(16, 2);
    private static final int LASTING = 0;
    private static final int TAGGED = 8 * Landscape.GROUP;
    private static final int FALLBACK = 12 * Landscape.GROUP;

    private static List<String> seen(Log log) {
        List<String> seen = new ArrayList<>();
        History history = new History(List.of(log.numbers()), LANDSCAPE.keys());
        for (int key = 0; key < LANDSCAPE.keys(); key++) {
            int of = key;
            history.visit(key, (kind, outcome, jvm, version, begin, end) -> {
                assertThat(kind).isEqualTo(Kind.STORED);
                assertThat(jvm).isEqualTo(2);
                seen.add(of + "=" + version + (outcome == Outcome.OK ? "" : " " + outcome));
            });
        }
        return seen;
    }

    @Test
    void read_entriesOfEveryKind_areSeenAsRedisHoldsThem() {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Caches caches = new Caches(redis.uri())) {
            caches.of(Family.LASTING).put(LASTING, Item.of(LASTING, 7));
            caches.of(Family.LASTING).put(LASTING + 1, Item.of(LASTING + 2, 7));
            caches.of(Family.LASTING).put(LASTING + 2, Item.of(LASTING + 2, 7));
            caches.of(Family.LASTING).invalidate(LASTING + 2);
            caches.of(Family.TAGGED).put(TAGGED, Item.of(TAGGED, 8));
            caches.of(Family.TAGGED).put(TAGGED + Landscape.GROUP, Item.of(TAGGED + Landscape.GROUP, 8));
            caches.larder().invalidateTag(Landscape.tag(Landscape.group(TAGGED + Landscape.GROUP)));
            caches.of(Family.FALLBACK).put(FALLBACK, Item.of(FALLBACK, 9));
            caches.of(Family.FALLBACK).expire(FALLBACK);
            redis.command(Duration.ofSeconds(2), "SET", Landscape.redisKey(Family.LASTING, 3), "nonsense");

            assertThat(seen(Stored.read(redis.uri(), LANDSCAPE, 2)))
                    .containsExactly("0=7", "1=-1 FORGED", TAGGED + "=8");
        }
    }

    @Test
    void read_serverThatHasEnded_isNoEmptyCache() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        redis.close();

        assertThatThrownBy(() -> Stored.read(redis.uri(), LANDSCAPE, 2)).isInstanceOf(CheckException.class);
    }
}
