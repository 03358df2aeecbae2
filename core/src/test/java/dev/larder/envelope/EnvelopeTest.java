package dev.larder.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.envelope.Unreadable.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of the binary form: what is refused, and for which reason. */
class EnvelopeTest {

    /** Places in the golden files of a plain and a compressed entry. */
    private static final int FLAGS = 10;

    private static final int FRESH = 17;
    private static final int TAG_COUNT = 40;
    private static final int TAG_LENGTH = 41;
    private static final int PLAIN_LENGTH = 52;

    @Test
    void open_prefixRewrittenInPlace_isTheSameEntryExpired() {
        byte[] sealed = Golden.PLAIN.file();
        Envelope before = (Envelope) open(sealed);

        System.arraycopy(Envelopes.prefix(Kind.EXPIRED, 99), 0, sealed, 0, Envelopes.PREFIX_LENGTH);

        assertThat(open(sealed)).isInstanceOfSatisfying(Envelope.class, after -> {
            assertThat(after.expired()).isTrue();
            assertThat(after.id()).isEqualTo(99);
            assertThat(after.payload()).isEqualTo(before.payload());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED",
        "4c, TRUNCATED",
        "4c04, TRUNCATED",
        "4c0100000000000000, TRUNCATED",
        "4c010000000000000000, TRUNCATED",
        "4c0300000000000000000000000000000000, ",
        "4c03000000000000000000000000000000, TRUNCATED",
        "4c030000000000000000000000000000000000, CORRUPT",
        "4c000000000000000000, KIND",
        "4c040000000000000000, KIND",
        "7b226964223a34327d, FOREIGN",
    })
    void open_beginning_namesTheReason(String hex, Reason expected) {
        Opened opened = open(HexFormat.of().parseHex(hex));

        if (expected == null) {
            assertThat(opened).isInstanceOf(Marker.class);
        } else {
            assertThat(opened).isEqualTo(new Unreadable(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({
        FLAGS + ", 16, FLAGS",
        FLAGS + ", -128, FLAGS",
        FLAGS + ", 4, KEY_ID",
        FLAGS + ", 12, KEY_ID",
        FLAGS + ", 8, CORRUPT",
        FLAGS + ", 1, CORRUPT",
        FLAGS + ", 3, CORRUPT",
        TAG_COUNT + ", 127, CORRUPT",
        TAG_COUNT + ", 9, CORRUPT",
        TAG_LENGTH + ", 127, CORRUPT",
        (TAG_LENGTH + 1) + ", -1, CORRUPT",
    })
    void open_validChecksumOverWrongField_namesTheReason(int at, byte value, Reason expected) {
        byte[] bytes = Golden.EXPIRED.file();
        bytes[at] = value;

        assertThat(open(Forged.withChecksum(bytes, Golden.NAME))).isEqualTo(new Unreadable(expected));
    }

    @Test
    void open_wrongChecksum_isCorrupt() {
        byte[] bytes = Golden.PLAIN.file();
        bytes[bytes.length - 1]++;

        assertThat(open(bytes)).isEqualTo(new Unreadable(Reason.CORRUPT));
    }

    /** Lengths up to the largest that a varint can say, and beyond: refused, without an array of that size. */
    @ParameterizedTest
    @CsvSource({"ffffffff07", "ffffffff0f", "ffffffffffffffff7f", "ffffffffffffffffff01", "8080808080", "9800", "988000"
    })
    void open_lengthThatCannotBe_isCorrupt(String varint) {
        byte[] length = HexFormat.of().parseHex(varint);
        for (int at : new int[] {TAG_COUNT, TAG_LENGTH}) {
            assertThat(open(replaced(at, 1, length))).as("at %d", at).isEqualTo(new Unreadable(Reason.CORRUPT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        FRESH + ", 3, ffffffffffffffff7f",
        FRESH + ", 3, e0a79200",
        PLAIN_LENGTH + ", 2, 8080808008",
        PLAIN_LENGTH + ", 2, ac8200",
    })
    void open_numberThatCannotBe_isCorrupt(int at, int length, String varint) {
        byte[] bytes = replaced(at, length, HexFormat.of().parseHex(varint));

        assertThat(open(bytes)).isEqualTo(new Unreadable(Reason.CORRUPT));
    }

    /** The golden entry that is expired and compressed, with some bytes replaced, and a valid checksum. */
    private static byte[] replaced(int at, int length, byte[] by) {
        byte[] golden = Golden.EXPIRED.file();
        byte[] bytes = ByteBuffer.allocate(golden.length + by.length - length)
                .put(golden, 0, at)
                .put(by)
                .put(golden, at + length, golden.length - at - length)
                .array();
        return Forged.withChecksum(bytes, Golden.NAME);
    }

    @Test
    void prefix_ofSealed_isMagicKindAndId() {
        Envelope plain = (Envelope) Golden.PLAIN.content();

        assertThat(Envelopes.prefix(Golden.PLAIN.file())).isEqualTo(Envelopes.prefix(Kind.ENTRY, plain.id()));
        assertThat(Envelopes.prefix(Golden.EXPIRED.file())).isEqualTo(Envelopes.prefix(Kind.EXPIRED, 4));
        assertThat(Envelopes.prefix(Envelopes.marker(7, 1))).isEqualTo(Envelopes.prefix(Kind.MARKER, 7));
        assertThatThrownBy(() -> Envelopes.prefix(new byte[9])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seal_textThatUtf8CannotHold_isRefused() {
        for (String bad : List.of("\ud83c", "a\udf31", "\ud83cx", "\udf31\ud83c")) {
            assertThatThrownBy(() -> seal(with(List.of(bad), Slice.EMPTY)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("surrogate");
        }
    }

    @Test
    void seal_payloadWithinLargerArray_writesTheSliceOnly() {
        byte[] larger = "..payload..".getBytes(StandardCharsets.US_ASCII);
        Envelope envelope = with(List.of(), Slice.of(larger, 2, 7));

        assertThat(open(seal(envelope)))
                .isInstanceOfSatisfying(
                        Envelope.class,
                        opened -> assertThat(opened.payload())
                                .isEqualTo(Slice.of("payload".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void open_plainWhereOnlySealedIsBelieved_isUnsealed() {
        assertThat(Envelopes.open(Golden.PLAIN.file(), Golden.NAME, null, true))
                .isEqualTo(new Unreadable(Reason.UNSEALED));
        assertThat(Envelopes.open(Golden.MARKER.file(), Golden.NAME, null, true))
                .isInstanceOf(Marker.class);
    }

    @Test
    void envelope_negativeWithPayload_isRefused() {
        assertThatThrownBy(() -> new Envelope(
                        1, false, true, 0, 0, 0, 0, 0, 0, 0, List.of(), Packing.PLAIN, Slice.of(new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Envelope(
                        1, false, true, 0, 0, 0, 0, 0, 0, 0, List.of(), Packing.compressed(0, 0), Slice.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, 0",
        "5, 4, 5, 0",
        "5, 5, 4, 0",
        "5, 5, 5, -1",
        "281474976710656, 281474976710656, 281474976710656, 0"
    })
    void envelope_timesOutOfOrder_isRefused(long created, long soft, long hard, long ttl) {
        assertThatThrownBy(() -> new Envelope(
                        1, false, false, created, soft, hard, ttl, 0, 0, 0, List.of(), Packing.PLAIN, Slice.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_ofEnvelope_showsNeitherTagsNorValue() {
        Envelope envelope = with(List.of("secret-tag"), Slice.of(new byte[] {77, 88}));

        assertThat(envelope.toString())
                .doesNotContain("secret")
                .doesNotContain("77")
                .contains("2 bytes");
    }

    private static byte[] seal(Envelope envelope) {
        return Envelopes.seal(envelope, Golden.NAME, null, 0);
    }

    private static Opened open(byte[] bytes) {
        return Envelopes.open(bytes, Golden.NAME, null, false);
    }

    private static Envelope with(List<String> tags, Slice payload) {
        return new Envelope(1, false, false, 0, 0, 0, 0, 0, 0, 0, tags, Packing.PLAIN, payload);
    }
}
