package dev.larder.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.crypto.Keyring;
import dev.larder.envelope.Unreadable.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that are sealed: nobody without the key can read, make, change, move or swap them. */
class SealedEnvelopeTest {

    private static final Keyring KEYRING = keyring();
    private static final byte[] OTHER_NAME = "larder:contracts:{43}".getBytes(StandardCharsets.US_ASCII);

    private static Keyring keyring() {
        try {
            return Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Opened open(byte[] bytes) {
        return Envelopes.open(bytes, Golden.NAME, KEYRING, true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARKER")
    void open_sealed_isTheEntryAndNothingOfItShows(Golden golden) {
        Envelope envelope = (Envelope) golden.content();
        for (int bucket : new int[] {0, 1, 16, 64, 1_000}) {
            byte[] sealed = Envelopes.seal(envelope, Golden.NAME, KEYRING, bucket);

            assertThat(open(sealed)).isEqualTo(envelope);
            String text = new String(sealed, StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain("north").doesNotContain("area\"");
        }
    }

    @Test
    void seal_padded_hidesTheLength() {
        int shortest = Envelopes.seal((Envelope) Golden.NEGATIVE.content(), Golden.NAME, KEYRING, 64).length;
        int header = shortest - 64 - Keyring.OVERHEAD;
        for (int length = 0; length < 200; length++) {
            Envelope envelope = with(new byte[length]);

            int sealed = Envelopes.seal(envelope, Golden.NAME, KEYRING, 64).length;

            assertThat((sealed - header - Keyring.OVERHEAD) % 64).isZero();
            assertThat(open(Envelopes.seal(envelope, Golden.NAME, KEYRING, 64))).isEqualTo(envelope);
        }
    }

    private static Envelope with(byte[] payload) {
        Envelope e = (Envelope) Golden.NEGATIVE.content();
        return new Envelope(
                1,
                false,
                false,
                e.created(),
                e.softExpiry(),
                e.hardExpiry(),
                e.ttl(),
                e.loadMicros(),
                e.schema(),
                e.stamp(),
                e.tags(),
                Packing.PLAIN,
                Slice.of(payload));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARKER")
    void open_everyFlippedBitBehindThePrefix_isUnreadable(Golden golden) {
        byte[] sealed = Envelopes.seal((Envelope) golden.content(), Golden.NAME, KEYRING, 0);
        for (int bit = 8 * Envelopes.PREFIX_LENGTH; bit < 8 * sealed.length; bit++) {
            byte[] damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(open(damaged)).as("bit %d", bit).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void open_movedSwappedCutDowngradedOrWithoutItsKey_isUnreadable() {
        Envelope envelope = (Envelope) Golden.TAGS.content();
        byte[] sealed = Envelopes.seal(envelope, Golden.NAME, KEYRING, 0);
        byte[] other = Envelopes.seal(with(new byte[5]), Golden.NAME, KEYRING, 0);

        assertThat(Envelopes.open(sealed, OTHER_NAME, KEYRING, true)).isEqualTo(new Unreadable(Reason.FORGED));
        assertThat(open(Arrays.copyOf(sealed, sealed.length - 1))).isInstanceOf(Unreadable.class);
        assertThat(open(Golden.TAGS.file())).isEqualTo(new Unreadable(Reason.UNSEALED));
        assertThat(Envelopes.open(sealed, Golden.NAME, null, false)).isEqualTo(new Unreadable(Reason.KEY_ID));
        assertThat(Envelopes.open(sealed, Golden.NAME, keyring(), true)).isEqualTo(new Unreadable(Reason.KEY_ID));
        // The header of one entry before the payload of another.
        int header = other.length - 5 - Keyring.OVERHEAD;
        int sealedHeader = sealed.length - envelope.payload().length() - Keyring.OVERHEAD;
        byte[] mixed = Arrays.copyOf(sealed, sealedHeader + other.length - header);
        System.arraycopy(other, header, mixed, sealedHeader, other.length - header);
        assertThat(open(mixed)).isEqualTo(new Unreadable(Reason.FORGED));
    }

    @Test
    void open_plainEntryWithKeysAtHand_isReadWhereItIsAllowed() {
        assertThat(Envelopes.open(Golden.TAGS.file(), Golden.NAME, KEYRING, false))
                .isEqualTo(Golden.TAGS.content());
    }

    /** What the long run of {@code dev/forgeries} does a million times. */
    @Test
    void open_randomDamage_isNeverAnEntry() {
        Random random = new Random(1);
        List<byte[]> sealed = List.of(
                Envelopes.seal((Envelope) Golden.PLAIN.content(), Golden.NAME, KEYRING, 0),
                Envelopes.seal((Envelope) Golden.TAGS.content(), Golden.NAME, KEYRING, 64));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sealed.get(i % 2).clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int place = Envelopes.PREFIX_LENGTH + random.nextInt(bytes.length - Envelopes.PREFIX_LENGTH);
                bytes[place] ^= (byte) (1 + random.nextInt(255));
            }
            byte[] forged = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;

            if (!Arrays.equals(forged, sealed.get(i % 2))) {
                assertThat(open(forged)).isNotInstanceOf(Envelope.class);
            }
        }
    }
}
