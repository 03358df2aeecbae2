package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.chaos.FaultProxy;
import dev.larder.redis.Lanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which calls leave together, seen on the wire. */
final class GatheringIT extends OneRedis {

    private static final Limit WIDE = Limit.of("wide", Algorithm.Gcra.of(1_000_000, Duration.ofHours(1)));

    private static long scripts(FaultProxy proxy) {
        return proxy.commandLog().stream().filter("EVALSHA"::equals).count();
    }

    private static List<CompletableFuture<Decision>> calls(Limits limits, int count, boolean oneKey) {
        List<CompletableFuture<Decision>> calls = new ArrayList<>();
        IntStream.range(0, count)
                .forEach(i -> calls.add(limits.async()
                        .tryAcquire(WIDE, oneKey ? "hot" : "key" + i)
                        .toCompletableFuture()));
        return calls;
    }

    /** Holds all lanes, begins calls, and returns how many script calls they left as, once the lanes are free again. */
    private static long scriptsFor(int count, boolean oneKey) {
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder larder = OneRedis.quiet(redis.uri(proxy))) {
            Limits limits = Limits.on(larder);
            limits.tryAcquire(WIDE, "first");
            proxy.clearCommandLog();
            proxy.holdReplies();
            List<CompletableFuture<Decision>> first = new ArrayList<>();
            for (int lane = 1; lane <= Lanes.LANES; lane++) {
                int held = lane;
                first.addAll(calls(limits, 1, true));
                // One after the other: a caller is told a moment before his lane is free, so these might still find
                // both held, and leave as one.
                await().until(() -> scripts(proxy) == held);
            }
            List<CompletableFuture<Decision>> rest = calls(limits, count, oneKey);
            assertThat(rest).noneMatch(CompletableFuture::isDone);
            assertThat(scripts(proxy)).isEqualTo(Lanes.LANES);

            proxy.heal();

            assertThat(CompletableFuture.allOf(rest.toArray(new CompletableFuture<?>[0])))
                    .succeedsWithin(30, TimeUnit.SECONDS);
            assertThat(rest)
                    .allSatisfy(call -> assertThat(call.join().allowed()).isTrue());
            assertThat(first)
                    .allSatisfy(call -> assertThat(call.join().allowed()).isTrue());
            return scripts(proxy) - Lanes.LANES;
        }
    }

    @Test
    void take_manyOfOneKey_leaveAsOneScriptCall() {
        assertThat(scriptsFor(1_000, true)).isEqualTo(1);
    }

    /** More than a script call takes leave as several in one flush: nobody waits for a second answer. */
    @Test
    void take_manyKeys_leaveAsFewScriptCallsAtOnce() {
        assertThat(scriptsFor(3 * Batch.MOST_GROUPS, false)).isEqualTo(3);
    }

    @Test
    void take_manyOfOneKey_tellEachAnotherRest() {
        List<CompletableFuture<Decision>> calls = calls(limits, 500, true);

        List<Long> rests = calls.stream()
                .map(call -> call.join().standings().get(0))
                .map(standing -> 1_000_000 - standing.remaining())
                .sorted()
                .toList();

        // a permit comes back every 3.6 ms
        assertThat(rests.get(0)).isEqualTo(1);
        assertThat(rests.stream().distinct().count()).isGreaterThan(1);
        assertThat(rests.get(499)).isLessThanOrEqualTo(500);
    }
}
