package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Landscape.Family;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LandscapeTest {

    @Test
    void hotGroups_ofThreeJvms_areOneOfEachWriterAndFamily() {
        Landscape landscape = new Landscape(480, 3);
        Set<String> seen = new HashSet<>();
        for (int group = 0; group < landscape.hotGroups(); group++) {
            seen.add(landscape.owner(group) + "/" + landscape.writer(group) + "/" + landscape.family(group));
        }

        assertThat(seen).hasSize(3 * Landscape.WRITERS * Family.values().length);
        assertThat(landscape.hotGroups()).isEqualTo(seen.size());
    }

    @Test
    void what_allKindsAndOutcomes_areReadBack() {
        for (Kind kind : EnumSet.allOf(Kind.class)) {
            for (Outcome outcome : EnumSet.allOf(Outcome.class)) {
                long what = Operation.what(kind, outcome, 63, Integer.MAX_VALUE);

                assertThat(Operation.kind(what)).isEqualTo(kind);
                assertThat(Operation.outcome(what)).isEqualTo(outcome);
                assertThat(Operation.actor(what)).isEqualTo(63);
                assertThat(Operation.key(what)).isEqualTo(Integer.MAX_VALUE);
            }
        }
    }

    @Test
    void genuine_anotherKeyOrVersion_isForged() {
        assertThat(Item.of(1, 2).genuine(1)).isTrue();
        assertThat(Item.of(1, 2).genuine(2)).isFalse();
        assertThat(new Item(1, 3, Item.of(1, 2).seal()).genuine(1)).isFalse();
    }
}
