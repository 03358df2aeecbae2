package dev.larder.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.envelope.Unreadable.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden files pin the format; damage to one never gives another value. */
class EnvelopeGoldenTest {

    @ParameterizedTest
    @EnumSource
    void write_content_givesTheBytesOfTheFile(Golden golden) {
        assertThat(golden.write()).isEqualTo(golden.file());
    }

    @ParameterizedTest
    @EnumSource
    void open_file_givesTheContent(Golden golden) {
        assertThat(Envelopes.open(golden.file(), Golden.NAME, null, false)).isEqualTo(golden.content());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARKER")
    void open_fileUnderAnotherName_isCorrupt(Golden golden) {
        byte[] name = "larder:contracts:{43}".getBytes(StandardCharsets.US_ASCII);

        assertThat(Envelopes.open(golden.file(), name, null, false)).isEqualTo(new Unreadable(Reason.CORRUPT));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARKER")
    void unpackedLength_file_countsTheUnpackedValue(Golden golden) {
        Envelope envelope = (Envelope) golden.content();
        int packed = golden.file().length;
        int unpacked = Envelopes.unpackedLength(golden.file());

        if (envelope.packing().compressed()) {
            int header = packed - envelope.payload().length() - Layout.CHECKSUM_LENGTH;
            assertThat(unpacked).isEqualTo(header + envelope.packing().plainLength());
        } else {
            assertThat(unpacked).isEqualTo(packed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_everyTruncation_isUnreadable(Golden golden) {
        byte[] file = golden.file();
        for (int length = 0; length < file.length; length++) {
            assertThat(Envelopes.open(Arrays.copyOf(file, length), Golden.NAME, null, false))
                    .as("first %d bytes", length)
                    .isInstanceOf(Unreadable.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_anythingAppended_isUnreadable(Golden golden) {
        byte[] file = golden.file();
        for (int length = file.length + 1; length < file.length + 20; length++) {
            assertThat(Envelopes.open(Arrays.copyOf(file, length), Golden.NAME, null, false))
                    .as("%d bytes", length)
                    .isInstanceOf(Unreadable.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARKER")
    void open_everyFlippedBit_neverGivesAnotherValue(Golden golden) {
        byte[] file = golden.file();
        Envelope content = (Envelope) golden.content();
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Opened opened = Envelopes.open(damaged, Golden.NAME, null, false);
            boolean rewrittenInPlace = bit / 8 >= 1 && bit / 8 < Envelopes.PREFIX_LENGTH;
            if (rewrittenInPlace && opened instanceof Envelope envelope) {
                assertThat(renamed(envelope, content.id(), content.expired()))
                        .as("bit %d", bit)
                        .isEqualTo(content);
            } else {
                assertThat(opened).as("bit %d", bit).isInstanceOf(Unreadable.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = "MARKER")
    void open_everyFlippedBitOfAMarker_neverGivesAValue(Golden golden) {
        byte[] file = golden.file();
        for (int bit = 0; bit < file.length * 8; bit++) {
            byte[] damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Envelopes.open(damaged, Golden.NAME, null, false))
                    .as("bit %d", bit)
                    .isNotInstanceOf(Envelope.class)
                    .isNotEqualTo(golden.content());
        }
    }

    private static Envelope renamed(Envelope e, long id, boolean expired) {
        return new Envelope(
                id,
                expired,
                e.holdsNothing(),
                e.created(),
                e.softExpiry(),
                e.hardExpiry(),
                e.ttl(),
                e.loadMicros(),
                e.schema(),
                e.stamp(),
                e.tags(),
                e.packing(),
                e.payload());
    }
}
