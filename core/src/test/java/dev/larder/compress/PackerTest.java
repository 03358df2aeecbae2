package dev.larder.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackerTest {

    private static final long LATER = 1_000_000;

    private final Packer packer = new Packer(true);

    private byte[] unpack(Packed packed) {
        return packer.unpack(packed.bytes(), 0, packed.bytes().length, packed.plainLength(), packed.dictionary());
    }

    private Training trained(int seed) {
        Lawns.values(1_000, seed).forEach(value -> packer.pack(value, 0));
        return packer.train();
    }

    @Test
    void pack_withoutDictionary_shrinksAndComesBack() {
        byte[] value = Lawns.values(1, 1).get(0);

        Packed packed = packer.pack(value, LATER);

        assertThat(packed.compressed()).isTrue();
        assertThat(packed.dictionary()).isZero();
        assertThat(packed.bytes().length).isLessThan(value.length);
        assertThat(unpack(packed)).isEqualTo(value);
    }

    @Test
    void pack_noiseOrNothing_staysAsItIs() {
        for (byte[] value : List.of(Lawns.noise(1_000, 1), new byte[0], new byte[] {1})) {
            assertThat(packer.pack(value, LATER)).isEqualTo(new Packed(value, false, 0, value.length));
        }
    }

    @Test
    void pack_switchedOff_staysAsItIsAndIsNotSampled() {
        Packer off = new Packer(false);

        Lawns.values(1_000, 1)
                .forEach(value -> assertThat(off.pack(value, 0).bytes()).isSameAs(value));

        assertThat(off.trainingDue()).isFalse();
        assertThat(off.train().won()).isFalse();
    }

    @Test
    void train_valuesAlike_winsAndPacksToLessThanAThird() {
        Training training = trained(1);
        assertThat(training.won()).isTrue();
        assertThat(training.dictionary()).isNotNull();

        packer.adopt(training.dictionary(), LATER, training.ratio());
        long plain = 0;
        long small = 0;
        for (byte[] value : Lawns.values(200, 2)) {
            Packed packed = packer.pack(value, LATER);
            assertThat(packed.dictionary()).isEqualTo(training.dictionary().id());
            assertThat(unpack(packed)).isEqualTo(value);
            plain += value.length;
            small += packed.bytes().length;
        }

        assertThat(small).isLessThan(plain / 3);
    }

    @Test
    void train_noise_winsNothing() {
        for (int i = 0; i < 1_000; i++) {
            packer.pack(Lawns.noise(300, i), 0);
        }

        assertThat(packer.train().won()).isFalse();
    }

    @Test
    void train_fewValues_makesNoDictionary() {
        Lawns.values(10, 1).forEach(value -> packer.pack(value, 0));

        assertThat(packer.trainingDue()).isFalse();
        assertThat(packer.train().dictionary()).isNull();
    }

    @Test
    void train_againOnTheSameKind_doesNotReplaceTheDictionary() {
        packer.adopt(trained(1).dictionary(), LATER, trained(1).ratio());

        assertThat(trained(2).won()).isFalse();
    }

    @Test
    void trainingDue_ratioDecayed_isDueAgain() {
        packer.adopt(trained(1).dictionary(), LATER, trained(1).ratio());
        Lawns.values(1_500, 2).forEach(value -> packer.pack(value, LATER));
        assertThat(packer.trainingDue()).isFalse();

        for (int i = 0; i < 1_000; i++) {
            packer.pack(
                    ("an entirely different kind of value " + "number " + i * 7_919L)
                            .repeat(3)
                            .getBytes(StandardCharsets.UTF_8),
                    LATER);
        }

        assertThat(packer.trainingDue()).isTrue();
    }

    /** A process that begins when the values have changed already measures them by those of the training. */
    @Test
    void trainingDue_valuesNeverFitted_isDue() {
        Training training = trained(1);
        packer.adopt(training.dictionary(), LATER, training.ratio());

        for (int i = 0; i < 4_000; i++) {
            packer.pack(
                    ("an entirely different kind of value " + "number " + i * 7_919L)
                            .repeat(3)
                            .getBytes(StandardCharsets.UTF_8),
                    LATER);
        }

        assertThat(packer.trainingDue()).isTrue();
    }

    @Test
    void pack_entryOutlivesTheDictionary_doesNotUseIt() {
        packer.adopt(trained(1).dictionary(), LATER, trained(1).ratio());
        byte[] value = Lawns.values(1, 3).get(0);

        assertThat(packer.pack(value, LATER).dictionary()).isNotZero();
        assertThat(packer.pack(value, LATER + 1).dictionary()).isZero();
    }

    @Test
    void unpack_damaged_isNull() {
        packer.adopt(trained(1).dictionary(), LATER, trained(1).ratio());
        for (Packed packed : List.of(
                packer.pack(Lawns.values(1, 3).get(0), LATER),
                packer.pack(Lawns.values(1, 3).get(0), LATER + 1))) {
            byte[] frame = packed.bytes();
            int dictionary = packed.dictionary();
            assertThat(packer.unpack(frame, 0, frame.length, packed.plainLength() - 1, dictionary))
                    .isNull();
            assertThat(packer.unpack(frame, 0, frame.length, packed.plainLength() + 1, dictionary))
                    .isNull();
            assertThat(packer.unpack(frame, 0, frame.length - 1, packed.plainLength(), dictionary))
                    .isNull();
            assertThat(packer.unpack(new byte[0], 0, 0, 10, dictionary)).isNull();
            assertThat(packer.unpack(frame, 0, frame.length, packed.plainLength(), 12_345))
                    .isNull();
        }
    }

    /** A frame that unpacks to 64 MiB, said to hold 100 bytes. */
    @Test
    void unpack_bomb_isNull() {
        byte[] bomb = Frames.compress(new byte[64 << 20], null);
        assertThat(bomb.length).isLessThan(10_000);

        assertThat(packer.unpack(bomb, 0, bomb.length, 100, 0)).isNull();
    }

    @Test
    void dictionary_ofTheSameBytes_hasTheSameNumber() {
        byte[] content = trained(1).dictionary().content();

        assertThat(Dictionary.of(content.clone()).id()).isEqualTo(Dictionary.idOf(content));
        byte[] other = content.clone();
        other[0]++;
        assertThat(Dictionary.idOf(other)).isNotEqualTo(Dictionary.idOf(content));
        assertThatThrownBy(() -> Dictionary.of(new byte[Dictionary.MOST_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samples_several_areAUniformPartWithinTheBound() {
        Samples samples = new Samples(100, 10_000, new java.util.Random(1));
        for (int i = 0; i < 100 * Samples.MEMORY; i++) {
            samples.offer(new byte[] {(byte) (i / 200)});
        }
        samples.offer(new byte[Samples.LONGEST + 1]);

        List<byte[]> taken = samples.take();

        assertThat(taken).hasSize(100);
        for (byte part = 0; part < 5; part++) {
            byte[] wanted = {part};
            assertThat(taken.stream().filter(value -> Arrays.equals(value, wanted)))
                    .as("of part %d", part)
                    .hasSizeBetween(5, 40);
        }
        assertThat(samples.size()).isZero();
    }

    @Test
    void samples_veryMany_areOfTheLatest() {
        Samples samples = new Samples(100, 10_000, new java.util.Random(1));
        for (int i = 0; i < 100_000; i++) {
            samples.offer(new byte[] {(byte) (i < 95_000 ? 0 : 1)});
        }

        List<byte[]> taken = samples.take();

        // A hundred samples stay for 1,000 values on average: of those before the last 5,000 there is e^-5 left.
        assertThat(taken.stream().filter(value -> value[0] == 0)).hasSizeLessThan(10);
    }
}
