package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

final class LocalShareProperties {

    private static final long START = Long.MAX_VALUE - 1_000_000_000_000L;

    private record Taken(long at, long cost) {}

    private static List<Taken> run(LocalShare share, Limit limit, List<Integer> pauses, long scaleNanos) {
        List<Taken> taken = new ArrayList<>();
        long now = START;
        for (int pause : pauses) {
            now += pause * scaleNanos;
            long cost = 1 + pause % share.most();
            Ask ask = new Ask(limit, "k", Math.min(cost, limit.mostAtOnce()));
            if (!share.look(ask, 0, now).denied()) {
                share.take(new Want(null, ask, 0, ""), now);
                taken.add(new Taken(now, ask.cost()));
            }
        }
        return taken;
    }

    private static long within(List<Taken> taken, Taken from, long nanos) {
        return taken.stream()
                .filter(each -> each.at() - from.at() >= 0 && each.at() - from.at() < nanos)
                .mapToLong(Taken::cost)
                .sum();
    }

    @Property
    void window_anyCalls_neverMoreThanTheShareInAnyWindow(
            @ForAll @LongRange(min = 1, max = 100) long permits,
            @ForAll @DoubleRange(min = 0.01, max = 1) double wanted,
            @ForAll @Size(max = 200) List<@IntRange(max = 50) Integer> pauses) {
        double part = Math.max(wanted, 1.0 / permits);
        Algorithm.SlidingWindow window = Algorithm.SlidingWindow.of(permits, Duration.ofSeconds(1));
        LocalShare share = LocalShare.of(window, part, START);

        List<Taken> taken = run(share, Limit.of("window", window), pauses, 1_000_000);

        long most = LocalShare.whole(permits, part);
        assertThat(taken)
                .allSatisfy(
                        from -> assertThat(within(taken, from, 1_000_000_000L)).isLessThanOrEqualTo(most));
    }

    @Property
    void gcra_anyCalls_neverMoreThanBurstAndRateOfTheShare(
            @ForAll @LongRange(min = 1, max = 100) long permits,
            @ForAll @LongRange(min = 1, max = 100) long burst,
            @ForAll @DoubleRange(min = 0.01, max = 1) double wanted,
            @ForAll @Size(max = 200) List<@IntRange(max = 50) Integer> pauses) {
        double part = Math.max(wanted, 1.0 / burst);
        Algorithm.Gcra gcra = new Algorithm.Gcra(permits, Duration.ofSeconds(1), burst);
        LocalShare share = LocalShare.of(gcra, part, START);

        List<Taken> taken = run(share, Limit.of("gcra", gcra), pauses, 1_000_000);

        for (Taken from : taken) {
            for (Taken to : taken) {
                if (to.at() - from.at() >= 0) {
                    double most = LocalShare.whole(burst, part) + (to.at() - from.at()) * 1e-9 * permits * part;
                    assertThat((double) within(taken, from, to.at() - from.at() + 1))
                            .isLessThanOrEqualTo(most + 1e-6);
                }
            }
        }
    }

    /** With one share of n in each of n processes, all of them together let one burst through at once, and no more. */
    @Property
    void shares_ofSoManyProcesses_areTogetherNoMoreThanAll(
            @ForAll @LongRange(min = 1, max = 4_000_000_000L) long permits,
            @ForAll @IntRange(min = 1, max = 100_000) int processes) {
        long share = LocalShare.whole(permits, 1.0 / processes);

        assertThat(share).isEqualTo(permits / processes);
    }

    @Example
    void permits_whoseLeaseEnds_comeBack() {
        Algorithm.Concurrent concurrent = new Algorithm.Concurrent(4, Duration.ofSeconds(1));
        Limit limit = Limit.of("calls", concurrent);
        LocalShare share = LocalShare.of(concurrent, 0.5, START);
        share.take(new Want(null, Ask.of(limit, "k"), 0, "one"), START);
        share.take(new Want(null, Ask.of(limit, "k"), 0, "two"), START + 10);

        assertThat(share.look(Ask.of(limit, "k"), 0, START + 10).retryAfter()).isEqualTo(Duration.ofNanos(999_999_990));
        assertThat(share.renew("one", START + 20)).isTrue();
        assertThat(share.look(Ask.of(limit, "k"), 0, START + 1_000_000_010).denied())
                .isFalse();
        assertThat(share.isWhole(START + 1_000_000_010)).isFalse();
        assertThat(share.release("one")).isTrue();
        assertThat(share.isWhole(START + 1_000_000_010)).isTrue();
    }
}
