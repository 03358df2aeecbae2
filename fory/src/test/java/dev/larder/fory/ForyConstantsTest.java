package dev.larder.fory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Serializer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constants of enums: by their names, wherever they are. */
class ForyConstantsTest {

    enum Shift {
        EARLY,
        LATE
    }

    record Plan(Shift shift, Shift[] list, EnumSet<Shift> all, EnumMap<Shift, Integer> counts) {}

    interface Longer {
        enum Shift {
            NIGHT,
            EARLY,
            NOON,
            LATE
        }

        record Plan(Shift shift, Shift[] list, EnumSet<Shift> all, EnumMap<Shift, Integer> counts) {}
    }

    @Test
    void read_constantsAddedBefore_areKnownByTheirNames() {
        Serializer<Plan> before = ForySerializer.of(Plan.class, Shift.class);
        Serializer<Longer.Plan> after = ForySerializer.of(Longer.Plan.class, Longer.Shift.class);
        byte[] written = before.write(new Plan(
                Shift.LATE, new Shift[] {Shift.EARLY}, EnumSet.of(Shift.EARLY), new EnumMap<>(Map.of(Shift.LATE, 2))));

        Longer.Plan read = after.read(written, 0, written.length);

        assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
        assertThat(read.shift()).isEqualTo(Longer.Shift.LATE);
        assertThat(read.list()).containsExactly(Longer.Shift.EARLY);
        assertThat(read.all()).containsExactly(Longer.Shift.EARLY);
        assertThat(read.counts()).containsOnly(Map.entry(Longer.Shift.LATE, 2));
    }
}
