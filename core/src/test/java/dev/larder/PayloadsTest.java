package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Serializers;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Packing;
import dev.larder.envelope.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused of an entry before anything is made of its payload. */
class PayloadsTest {

    private static final int MOST = 1_000;

    private final Payloads<String> payloads = new Payloads<>(
            Serializers.text(),
            CachePolicy.of(Layer.API).toBuilder().maxEntryBytes(MOST).build(),
            null);

    private Envelope entry(Packing packing, int length) {
        return new Envelope(
                7, false, false, 1, 2, 3, 1, 0, payloads.schema(), 0, List.of(), packing, Slice.of(new byte[length]));
    }

    @Test
    void refusal_plainEntry_isOfItsLength() {
        assertThat(payloads.refusal(entry(Packing.PLAIN, MOST))).isNull();
        assertThat(payloads.refusal(entry(Packing.PLAIN, MOST + 1))).isEqualTo("OVERSIZED");
    }

    @Test
    void refusal_compressedEntry_isOfTheLargerLength() {
        assertThat(payloads.refusal(entry(Packing.compressed(0, MOST), 10))).isNull();
        assertThat(payloads.refusal(entry(Packing.compressed(0, MOST + 1), 10))).isEqualTo("OVERSIZED");
        assertThat(payloads.refusal(entry(Packing.compressed(0, 10), MOST + 1))).isEqualTo("OVERSIZED");
    }
}
