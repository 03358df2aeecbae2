package dev.larder.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of the reader: no bytes make it throw, and what it accepts has no other form. A plain test run tries the golden
 * files; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class EnvelopeFuzz {

    @MethodSource("dev.larder.envelope.Golden#files")
    @FuzzTest(maxDuration = "60s")
    void open_anyBytes_isUnreadableOrHasNoOtherForm(byte[] bytes) {
        requireOneForm(bytes);
        if (bytes.length >= Layout.MIN_HEADER_LENGTH + Layout.CHECKSUM_LENGTH) {
            // No fuzzer guesses a checksum; with a right one, everything behind it is reached as well.
            requireOneForm(Forged.withChecksum(bytes, Golden.NAME));
        }
    }

    private static void requireOneForm(byte[] bytes) {
        assertThat(Envelopes.unpackedLength(bytes)).isNotNegative();
        Opened opened = Envelopes.open(bytes, Golden.NAME, null, false);
        if (opened instanceof Envelope envelope) {
            assertThat(Envelopes.seal(envelope, Golden.NAME, null, 0)).isEqualTo(bytes);
        } else if (opened instanceof Marker marker) {
            assertThat(Envelopes.marker(marker.id(), marker.deadlineMillis())).isEqualTo(bytes);
        }
    }
}
