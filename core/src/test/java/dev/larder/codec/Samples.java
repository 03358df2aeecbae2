package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A record with a bit of everything, and bytes that are nearly one. */
final class Samples {

    enum Shift {
        EARLY,
        LATE
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Mower.class, name = "mower")})
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
            UUID uuid,
            Instant instant,
            LocalDate day,
            ZonedDateTime zoned,
            BigDecimal exact,
            BigInteger large,
            byte[] picture,
            Map<String, List<Machine>> machines,
            Optional<Sample> next,
            @Nullable JsonNode any) {}

    private Samples() {}

    static Sample sample(long id, Optional<Sample> next) {
        return new Sample(
                id,
                next.isPresent() ? null : 7,
                0.1,
                true,
                'ü',
                "Süd 🌱",
                Shift.LATE,
                new UUID(id, 2),
                Instant.parse("2026-03-29T00:59:59.123456789Z"),
                LocalDate.of(2026, 3, 29),
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
                new BigDecimal("1.50"),
                BigInteger.TWO.pow(100),
                new byte[] {1, 2, 3},
                Map.of("a", List.of(new Mower(50, 1.5f))),
                next,
                next.isPresent()
                        ? null
                        : JsonNodeFactory.instance.arrayNode().add(1).add("a"));
    }

    /** What is written, and the same cut off or damaged. */
    static List<byte[]> seeds(Serializer<Sample> serializer) {
        byte[] whole = serializer.write(sample(1, Optional.of(sample(2, Optional.empty()))));
        List<byte[]> seeds = new ArrayList<>(List.of(whole, new byte[0], new byte[] {Schema.MARK}));
        for (int length = 1; length < whole.length; length += 29) {
            seeds.add(Arrays.copyOf(whole, length));
        }
        for (int bit = 0; bit < 8 * whole.length; bit += 37) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            seeds.add(flipped);
        }
        Poison.all().stream()
                .map(Poison::bytes)
                .filter(bytes -> bytes.length < 1_000)
                .forEach(seeds::add);
        return seeds;
    }

    /** Reads any bytes: they are refused, or they are a value that is written and read again. */
    static void read(Serializer<Sample> serializer, byte[] bytes) {
        Sample read;
        try {
            read = serializer.read(bytes, 0, bytes.length);
        } catch (CodecException refused) {
            return;
        }
        if (isOdd(read)) {
            return;
        }
        byte[] written;
        try {
            written = serializer.write(read);
        } catch (CodecException refused) {
            // CBOR's reader takes texts that are not UTF-8, such as half of a surrogate pair; its writer does not.
            return;
        }
        byte[] again = serializer.write(serializer.read(written, 0, written.length));
        if (!Arrays.equals(again, written)) {
            throw new AssertionError("what was read is not what was written");
        }
    }

    /** Whether there is one of CBOR's unassigned simple values, which no writer writes, and of which there is no tree. */
    private static boolean isOdd(Sample sample) {
        return sample.any() != null && isOdd(sample.any())
                || sample.next() != null && sample.next().filter(Samples::isOdd).isPresent();
    }

    private static boolean isOdd(JsonNode tree) {
        if (tree.isPojo()) {
            return true;
        }
        for (JsonNode inner : tree) {
            if (isOdd(inner)) {
                return true;
            }
        }
        return false;
    }
}
