package dev.larder.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.larder.codec.Samples.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of JSON: any bytes are refused, or are a value. A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts
 * from them and goes on.
 */
class JsonFuzz {

    private static final Serializer<Sample> SAMPLES = Serializers.json(Sample.class);
    private static final List<byte[]> SEEDS = Samples.seeds(SAMPLES);

    static Stream<byte[]> bytes() {
        return SEEDS.stream();
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_areRefusedOrAValue(byte[] bytes) {
        Samples.read(SAMPLES, bytes);
    }
}
