package dev.larder.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a walk meets. */
class NearWalkTest {

    private final NearTier<Integer, String> tier = new NearTier<>(true, 100_000, 0, new PushIndex());
    private final NearWalk<Integer, String> walk = tier.walk();

    private void admit(int from, int to) {
        for (int i = from; i < to; i++) {
            tier.admit(new NearEntry<>(i, null, 0, 1, i), old -> true);
        }
    }

    private List<Long> tour() {
        List<Long> met = new ArrayList<>();
        for (NearEntry<Integer, String> entry = walk.next(); entry != null; entry = walk.next()) {
            met.add(entry.id());
        }
        return met;
    }

    @Test
    void next_emptyTier_isNullUntilThereIsSomething() {
        assertThat(walk.next()).isNull();
        assertThat(walk.next()).isNull();

        admit(0, 1);

        assertThat(tour()).containsExactly(0L);
        assertThat(tour()).containsExactly(0L);
    }

    @Test
    void next_smallTier_meetsEveryEntryOnceInATour() {
        admit(0, 60);

        assertThat(tour()).hasSize(60).doesNotHaveDuplicates();
        assertThat(tour()).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void next_largeTier_meetsAFewInATourAndAllInMany() {
        admit(0, 2_000);
        Set<Long> met = new HashSet<>();

        assertThat(tour()).hasSizeBetween(125, 1_000).doesNotHaveDuplicates();
        for (int tours = 0; tours < 500; tours++) {
            met.addAll(tour());
        }

        assertThat(met).hasSize(2_000);
    }

    @Test
    void next_entriesComeAndGo_goesOn() {
        admit(0, 60);
        walk.next();
        for (int i = 0; i < 60; i++) {
            tier.remove(i);
        }
        admit(100, 110);

        tour();

        assertThat(tour()).hasSize(10).allMatch(id -> id >= 100);
    }
}
