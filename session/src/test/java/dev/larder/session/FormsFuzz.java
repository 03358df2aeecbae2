package dev.larder.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of what sessions read from Redis and from outside: any bytes are refused, or are what they say. A plain test run tries
 * the seeds; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class FormsFuzz {

    private static final Values VALUES = new Values(1_000);

    static Stream<byte[]> bytes() {
        byte[] visitor = new Visitor(new byte[16], "ann", new Details("Firefox", "Kiel")).encode();
        return Stream.of(
                visitor,
                Arrays.copyOf(visitor, 20),
                new byte[0],
                VALUES.encode("a", "text", String.class),
                VALUES.encode("a", new Grounds.Cart("mower", 2), Grounds.Cart.class),
                "1796039222000123.1".getBytes(StandardCharsets.US_ASCII),
                "rAAAAAAAAAAAAAAAAAAAAAAAA1796039222000".getBytes(StandardCharsets.US_ASCII),
                "17960392220001796039222000epoch001".getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_areRefusedOrWhatTheySay(byte[] bytes) {
        Visitor visitor = Visitor.decode(bytes);
        if (visitor != null) {
            assertThat(visitor.number()).hasSize(16);
        }
        VALUES.decode(bytes, String.class);
        VALUES.decode(bytes, byte[].class);
        VALUES.decode(bytes, Grounds.Cart.class);
        Stored.Times.of(bytes);
        EndReason.of(bytes);
        StoredAttributes.of(List.of(bytes, bytes));
        try {
            assertThat(Cursor.of(new String(bytes, StandardCharsets.UTF_8)).skip())
                    .isNotNegative();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("not a cursor");
        }
    }
}
