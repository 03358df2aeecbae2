package dev.larder.compress;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of dictionaries: any bytes are refused as one, or pack and unpack, and unpack frames that are none into
 * nothing or as many bytes as were asked for. A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts from them and
 * goes on.
 */
class DictionaryFuzz {

    /** How a dictionary begins that has tables for the entropy coder: the part of it that is parsed. */
    private static final byte[] MAGIC = {0x37, (byte) 0xa4, 0x30, (byte) 0xec};

    private static final List<byte[]> VALUES = Lawns.values(3, 2);
    private static final List<byte[]> SEEDS = seeds();

    static Stream<byte[]> bytes() {
        return SEEDS.stream();
    }

    private static List<byte[]> seeds() {
        byte[] whole = Training.of(Lawns.values(1_000, 1), null).dictionary().content();
        List<byte[]> seeds = new ArrayList<>(List.of(whole, new byte[0], new byte[] {0}, MAGIC, Lawns.noise(300, 1)));
        for (int length = 5; length < whole.length; length += whole.length / 40) {
            seeds.add(Arrays.copyOf(whole, length));
        }
        for (int bit = 32; bit < 8 * 300; bit += 7) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            seeds.add(flipped);
        }
        return seeds;
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void of_anyBytes_isRefusedOrADictionary(byte[] bytes) {
        tryOut(bytes);
        byte[] parsed = bytes.clone();
        System.arraycopy(MAGIC, 0, parsed, 0, Math.min(MAGIC.length, parsed.length));
        tryOut(parsed);
    }

    private static void tryOut(byte[] content) {
        Dictionary dictionary;
        try {
            dictionary = Dictionary.of(content);
        } catch (IllegalArgumentException refused) {
            return;
        }
        Packer packer = new Packer(true);
        packer.adopt(dictionary, Long.MAX_VALUE, 0.5);
        for (byte[] value : VALUES) {
            Packed packed = packer.pack(value, 0);
            if (packed.compressed()) {
                assertThat(packer.unpack(
                                packed.bytes(), 0, packed.bytes().length, packed.plainLength(), packed.dictionary()))
                        .isEqualTo(value);
            }
        }
        byte[] plain = packer.unpack(content, 0, content.length, 420, dictionary.id());
        assertThat(plain == null || plain.length == 420).isTrue();
    }
}
