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

    /** Places in the golden file of a plain entry. */
    private static final int FLAGS = 10;

    private static final int FORMAT = 56;
    private static final int DICTIONARY = 60;
    private static final int KEY_ID = 64;
    private static final int TAG_COUNT = 92;
    private static final int KEY_LENGTH = 93;
    private static final int PAYLOAD_LENGTH = 96;

    @Test
    void open_prefixRewrittenInPlace_isTheSameEntryExpired() {
        byte[] sealed = Golden.PLAIN.file();
        Envelope before = (Envelope) Envelopes.open(sealed);

        System.arraycopy(Envelopes.prefix(Kind.EXPIRED, 99), 0, sealed, 0, Envelopes.PREFIX_LENGTH);

        assertThat(Envelopes.open(sealed)).isInstanceOfSatisfying(Envelope.class, after -> {
            assertThat(after.expired()).isTrue();
            assertThat(after.id()).isEqualTo(99);
            assertThat(after.payload()).isEqualTo(before.payload());
            assertThat(after.key()).isEqualTo(before.key());
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
        Opened opened = Envelopes.open(HexFormat.of().parseHex(hex));

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
        FLAGS + ", 2, DICTIONARY",
        FLAGS + ", 4, KEY_ID",
        FLAGS + ", 1, CORRUPT",
        FORMAT + ", 10, CORRUPT",
        FORMAT + ", -1, CORRUPT",
        DICTIONARY + ", 1, DICTIONARY",
        KEY_ID + ", 1, KEY_ID",
        TAG_COUNT + ", 127, CORRUPT",
        TAG_COUNT + ", 1, CORRUPT",
        KEY_LENGTH + ", 127, CORRUPT",
        (KEY_LENGTH + 1) + ", -1, CORRUPT",
        PAYLOAD_LENGTH + ", 23, CORRUPT",
        PAYLOAD_LENGTH + ", 25, CORRUPT",
    })
    void open_validChecksumOverWrongField_namesTheReason(int at, byte value, Reason expected) {
        byte[] bytes = Golden.PLAIN.file();
        bytes[at] = value;

        assertThat(Envelopes.open(Forged.withChecksum(bytes))).isEqualTo(new Unreadable(expected));
    }

    @Test
    void open_wrongChecksum_isCorrupt() {
        byte[] bytes = Golden.PLAIN.file();
        bytes[bytes.length - 1]++;

        assertThat(Envelopes.open(bytes)).isEqualTo(new Unreadable(Reason.CORRUPT));
    }

    /** Lengths up to the largest that a varint can say, and beyond: refused, without an array of that size. */
    @ParameterizedTest
    @CsvSource({"ffffffff07", "ffffffff0f", "ffffffffff01", "8080808080", "9800", "988000"})
    void open_lengthThatCannotBe_isCorrupt(String varint) {
        byte[] length = HexFormat.of().parseHex(varint);
        for (int at : new int[] {FORMAT - 1, TAG_COUNT, KEY_LENGTH, PAYLOAD_LENGTH}) {
            byte[] plain = Golden.PLAIN.file();
            byte[] bytes = ByteBuffer.allocate(plain.length + length.length - 1)
                    .put(plain, 0, at)
                    .put(length)
                    .put(plain, at + 1, plain.length - at - 1)
                    .array();

            assertThat(Envelopes.open(Forged.withChecksum(bytes)))
                    .as("at %d", at)
                    .isEqualTo(new Unreadable(Reason.CORRUPT));
        }
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
            assertThatThrownBy(() -> Envelopes.seal(with("json", List.of(), bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("surrogate");
            assertThatThrownBy(() -> Envelopes.seal(with("json", List.of(new TagStamp(bad, 1)), "42")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Envelopes.seal(with("jsön", List.of(), "42")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seal_payloadWithinLargerArray_writesTheSliceOnly() {
        byte[] larger = "..payload..".getBytes(StandardCharsets.US_ASCII);
        Envelope envelope = with("text", List.of(), "42", Slice.of(larger, 2, 7));

        assertThat(Envelopes.open(Envelopes.seal(envelope)))
                .isInstanceOfSatisfying(
                        Envelope.class,
                        opened -> assertThat(opened.payload())
                                .isEqualTo(Slice.of("payload".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void envelope_negativeWithPayload_isRefused() {
        assertThatThrownBy(() -> new Envelope(
                        1,
                        false,
                        true,
                        false,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        "json",
                        new BaseVersions(0, 0, 0),
                        List.of(),
                        "42",
                        Slice.of(new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_ofEnvelope_showsNeitherKeyNorValue() {
        Envelope envelope = with("text", List.of(), "secret-key", Slice.of(new byte[] {77, 88}));

        assertThat(envelope.toString())
                .doesNotContain("secret")
                .doesNotContain("77")
                .contains("2 bytes");
    }

    private static Envelope with(String format, List<TagStamp> tags, String key) {
        return with(format, tags, key, Slice.EMPTY);
    }

    private static Envelope with(String format, List<TagStamp> tags, String key, Slice payload) {
        return new Envelope(
                1, false, false, false, 0, 0, 0, 0, 0, 0, format, new BaseVersions(0, 0, 0), tags, key, payload);
    }
}
