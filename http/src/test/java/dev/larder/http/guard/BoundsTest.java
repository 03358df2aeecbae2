package dev.larder.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.guard.Bounds.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random URLs, variants and tags neither fill the store nor push out what is in use. */
final class BoundsTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long MINUTE = WINDOW.toNanos();
    private static final BoundsRules RULES = new BoundsRules(WINDOW, 100, 1_000, 4, 50, 8);

    private final Bounds bounds = new Bounds(RULES, 42);

    private Verdict admit(String url, long now) {
        return bounds.admit(url, "", List.of(), now);
    }

    private long stored(String prefix, int urls, long now) {
        return IntStream.range(0, urls)
                .filter(i -> admit(prefix + i, now) == Verdict.STORE)
                .count();
    }

    @Test
    void randomQueries_beyondTheBudget_areStoredAtTheSecondSightOnly() {
        assertThat(stored("/?a=", 100, 0)).isEqualTo(100);
        assertThat(stored("/?b=", 10_000, 1)).isLessThan(300);

        assertThat(admit("/hot", 2)).isEqualTo(Verdict.LATER);
        assertThat(admit("/hot", 3)).isEqualTo(Verdict.STORE);
        assertThat(admit("/hot", 4)).isEqualTo(Verdict.STORE);
    }

    @Test
    void randomQueries_eachSentTwice_endAtTheSecondLimit() {
        long stored = 0;
        for (int i = 0; i < 5_000; i++) {
            admit("/?a=" + i, i);
            stored += admit("/?a=" + i, i) == Verdict.STORE ? 1 : 0;
        }

        assertThat(stored).isBetween(950L, 1_100L);
        assertThat(admit("/new", 6_000)).isEqualTo(Verdict.FULL);
        assertThat(admit("/?a=1", 6_000)).isEqualTo(Verdict.STORE);
    }

    @Test
    void budget_windowLater_beginsAnew() {
        stored("/?a=", 2_000, 0);
        assertThat(admit("/hot", 1)).isEqualTo(Verdict.LATER);

        assertThat(admit("/first", MINUTE)).isEqualTo(Verdict.STORE);
        assertThat(stored("/?b=", 99, MINUTE)).isEqualTo(99);
        assertThat(admit("/hot", MINUTE + 1)).isEqualTo(Verdict.STORE);
        assertThat(admit("/cold", MINUTE + 2)).isEqualTo(Verdict.LATER);
    }

    @Test
    void sight_twoWindowsAgo_isForgotten() {
        stored("/?a=", 100, 0);
        admit("/hot", 1);
        stored("/?b=", 100, 2 * MINUTE);

        assertThat(admit("/hot", 2 * MINUTE + 1)).isEqualTo(Verdict.LATER);
    }

    @Test
    void clock_negativeAndWrappingAround_isATimeLikeAnyOther() {
        assertThat(stored("/?a=", 100, Long.MAX_VALUE - 5)).isEqualTo(100);
        assertThat(admit("/x", Long.MIN_VALUE + 5)).isEqualTo(Verdict.LATER);
        assertThat(admit("/y", Long.MIN_VALUE + MINUTE)).isEqualTo(Verdict.STORE);
    }

    @Test
    void randomVariants_ofOneUrl_endAtItsLimit() {
        long stored = IntStream.range(0, 1_000)
                .filter(i -> bounds.admit("/a", "v" + i, List.of(), i) == Verdict.STORE)
                .count();

        assertThat(stored).isBetween(4L, 20L);
        assertThat(bounds.admit("/a", "v0", List.of(), 2_000)).isEqualTo(Verdict.STORE);
        assertThat(bounds.admit("/a", "", List.of(), 2_000)).isEqualTo(Verdict.STORE);
        assertThat(bounds.admit("/b", "v1", List.of(), 2_000)).isEqualTo(Verdict.STORE);
    }

    @Test
    void randomVariants_ofManyUrls_endAtTheSecondLimit() {
        for (int i = 0; i < 900; i++) {
            admit("/" + i, i);
            admit("/" + i, i);
        }

        long stored = IntStream.range(0, 1_800)
                .filter(i -> bounds.admit("/" + i / 2, "v" + i, List.of(), 1_000 + i) == Verdict.STORE)
                .count();
        assertThat(stored).isBetween(90L, 150L);
        assertThat(bounds.admit("/0", "new", List.of(), 5_000)).isEqualTo(Verdict.FULL);
    }

    @Test
    void variants_windowLater_areFreeAgain() {
        for (int i = 0; i < 10; i++) {
            bounds.admit("/a", "v" + i, List.of(), i);
        }
        assertThat(bounds.admit("/a", "new", List.of(), 10)).isEqualTo(Verdict.FULL);

        assertThat(bounds.admit("/a", "new", List.of(), MINUTE)).isEqualTo(Verdict.STORE);
    }

    @Test
    void tags_tooManyOfOneOrOfAll_areNotStored() {
        List<String> nine = IntStream.range(0, 9).mapToObj(i -> "t" + i).toList();

        assertThat(bounds.admit("/a", "", nine, 0)).isEqualTo(Verdict.FULL);
        for (int i = 0; i < 10; i++) {
            int from = 5 * i;
            List<String> five =
                    IntStream.range(from, from + 5).mapToObj(tag -> "t" + tag).toList();
            assertThat(bounds.admit("/" + i, "", five, i)).isEqualTo(Verdict.STORE);
        }
        assertThat(bounds.admit("/x", "", List.of("new"), 11)).isEqualTo(Verdict.FULL);
        assertThat(bounds.admit("/x", "", List.of("t1", "t49"), 12)).isEqualTo(Verdict.STORE);
        assertThat(bounds.admit("/x", "", List.of("new"), MINUTE)).isEqualTo(Verdict.STORE);
    }

    /** The filters turn when they are full: a flood does not make everything look seen. */
    @Test
    void flood_ofMillions_doesNotMakeEverythingLookSeen() {
        Sightings sightings = new Sightings(10_000);
        Fingerprint fingerprint = new Fingerprint(7);
        for (int i = 0; i < 1_000_000; i++) {
            sightings.add(fingerprint.of("/?" + i));
        }

        long mistaken = IntStream.range(0, 10_000)
                .filter(i -> sightings.has(fingerprint.of("/!" + i)))
                .count();
        long known = IntStream.range(990_000, 1_000_000)
                .filter(i -> sightings.has(fingerprint.of("/?" + i)))
                .count();
        assertThat(mistaken).isLessThan(400);
        assertThat(known).isEqualTo(10_000);
    }

    @Test
    void counts_ofMany_areNeverTooLow() {
        Counts counts = new Counts(256);
        Fingerprint fingerprint = new Fingerprint(7);
        for (int i = 0; i < 300; i++) {
            for (int times = 0; times <= i % 5; times++) {
                counts.increment(fingerprint.of("k" + i));
            }
        }

        assertThat(IntStream.range(0, 300)).allMatch(i -> counts.get(fingerprint.of("k" + i)) >= i % 5 + 1);
        assertThat(IntStream.range(0, 300).filter(i -> counts.get(fingerprint.of("k" + i)) > i % 5 + 1))
                .hasSizeLessThan(40);
    }

    @Test
    void fingerprint_ofAnotherSeed_isAnother() {
        assertThat(new Fingerprint(1).of("a")).isNotEqualTo(new Fingerprint(2).of("a"));
        assertThat(new Fingerprint(1).of("a", "bc")).isNotEqualTo(new Fingerprint(1).of("ab", "c"));
        assertThat(new Fingerprint(1).toString()).doesNotContain("1");
    }

    @Test
    void rules_thatContradictThemselves_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundsRules(Duration.ZERO, 1, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundsRules(WINDOW, 2, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BoundsRules(WINDOW, 1, 1, 0, 1, 1));
        assertThat(new Bounds(BoundsRules.DEFAULT, 1).admit("/", "", List.of(), 0))
                .isEqualTo(Verdict.STORE);
    }
}
