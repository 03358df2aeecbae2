package dev.larder.compress;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of frames: whatever the bytes are, unpacking them answers nothing, or exactly as many bytes as were asked for.
 * A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class FramesFuzz {

    private static final Dictionary DICTIONARY = dictionary();
    private static final List<byte[]> SEEDS = seeds();

    private static Dictionary dictionary() {
        return Training.of(Lawns.values(1_000, 1), null).dictionary();
    }

    static Stream<byte[]> bytes() {
        return SEEDS.stream();
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>(List.of(new byte[0], new byte[] {0}, Lawns.noise(300, 1)));
        for (byte[] value : Lawns.values(3, 2)) {
            seeds.add(Frames.compress(value, DICTIONARY));
            seeds.add(Frames.compress(value, null));
        }
        byte[] frame = seeds.get(3);
        for (int bit = 0; bit < 8 * frame.length; bit += 3) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            seeds.add(damaged);
        }
        return seeds;
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void decompress_anyBytes_isNothingOrOfTheLengthAskedFor(byte[] bytes) {
        for (int length : new int[] {0, 1, 420, 100_000}) {
            for (Dictionary dictionary : new Dictionary[] {null, DICTIONARY}) {
                byte[] plain = Frames.decompress(bytes, 0, bytes.length, length, dictionary);
                assertThat(plain == null || plain.length == length).isTrue();
            }
        }
    }
}
