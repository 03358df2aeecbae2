package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ShiftedClassesTest {

    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

    /** Reads the clocks as any class does. */
    static final class Reader implements LongSupplier {
        @Override
        public long getAsLong() {
            return Instant.now().toEpochMilli();
        }

        @Override
        public String toString() {
            return "a reader at " + System.nanoTime();
        }
    }

    @Test
    void loadClass_ofLarder_readsTheWrongClock() throws ReflectiveOperationException {
        ShiftedClock.main(new String[] {Long.toString(HOUR_MILLIS), Noticing.class.getName()});
        long read = Long.parseLong(System.getProperty(Noticing.class.getName()));

        assertThat(read - new Reader().getAsLong()).isBetween(HOUR_MILLIS - 60_000, HOUR_MILLIS + 60_000);
        assertThat(Long.parseLong(System.getProperty(Noticing.class.getName() + ".nano")) - System.nanoTime())
                .isBetween(TimeUnit.MINUTES.toNanos(59), TimeUnit.MINUTES.toNanos(61));
    }

    @Test
    void shift_classWithoutClocks_isAsBefore() throws Exception {
        byte[] file;
        try (var in = ShiftedClassesTest.class.getResourceAsStream("/dev/larder/check/Deed$Kind.class")) {
            file = in == null ? new byte[0] : in.readAllBytes();
        }

        assertThat(ShiftedClasses.shift(file.clone())).isNotEmpty().isEqualTo(file);
    }
}
