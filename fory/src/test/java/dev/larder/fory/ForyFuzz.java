package dev.larder.fory;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.larder.codec.CodecException;
import dev.larder.codec.Serializer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of Fory: any bytes are refused, or are a value. A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts
 * from them and goes on.
 */
class ForyFuzz {

    enum Shift {
        EARLY,
        LATE
    }

    interface Machine {}

    record Mower(int width, float power) implements Machine {}

    record Sample(
            long id,
            @Nullable Integer count,
            double half,
            boolean open,
            char letter,
            String text,
            Shift shift,
            Instant instant,
            LocalDate day,
            ZonedDateTime zoned,
            BigDecimal exact,
            byte[] picture,
            Map<String, List<Machine>> machines,
            Optional<Sample> next) {}

    private static final Serializer<Sample> SAMPLES =
            ForySerializer.of(Sample.class, Shift.class, Machine.class, Mower.class);
    private static final List<byte[]> SEEDS = seeds();

    static Stream<byte[]> bytes() {
        return SEEDS.stream();
    }

    private static Sample sample(long id, Optional<Sample> next) {
        return new Sample(
                id,
                next.isPresent() ? null : 7,
                0.1,
                true,
                'ü',
                "Süd 🌱",
                Shift.LATE,
                Instant.parse("2026-03-29T00:59:59.123456789Z"),
                LocalDate.of(2026, 3, 29),
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
                new BigDecimal("1.50"),
                new byte[] {1, 2, 3},
                Map.of("a", List.of(new Mower(50, 1.5f))),
                next);
    }

    private static List<byte[]> seeds() {
        byte[] whole = SAMPLES.write(sample(1, Optional.of(sample(2, Optional.empty()))));
        List<byte[]> seeds = new ArrayList<>(List.of(whole, new byte[0], new byte[] {0x1c}, new byte[] {0}));
        for (int length = 1; length < whole.length; length += 7) {
            seeds.add(Arrays.copyOf(whole, length));
        }
        for (int bit = 0; bit < 8 * whole.length; bit += 13) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            seeds.add(flipped);
        }
        return seeds;
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_areRefusedOrAValue(byte[] bytes) {
        Sample read;
        try {
            read = SAMPLES.read(bytes, 0, bytes.length);
        } catch (CodecException refused) {
            return;
        }
        byte[] written = SAMPLES.write(read);
        SAMPLES.read(written, 0, written.length);
    }
}
