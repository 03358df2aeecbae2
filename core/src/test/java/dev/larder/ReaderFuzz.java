package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Packing;
import dev.larder.envelope.Slice;
import dev.larder.far.Far;
import dev.larder.far.ValueKey;
import dev.larder.redis.RedisException;
import dev.larder.tag.TagVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of what is made of the bytes under a value key: whatever they are, they are judged once, and only what was
 * written for this key, under versions that still hold, is ever answered. A plain test run tries the seeds;
 * {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class ReaderFuzz {

    private static final int PREFIX = Envelopes.PREFIX_LENGTH;
    private static final int CHECKSUM = 4;

    private static final Larder LARDER = Larder.local();
    private static final CacheContext<String, String> CACHE = context();
    private static final Reader<String, String> READER = new Reader<>(CACHE);
    private static final ValueKey KEY = CACHE.valueKey("key");
    private static final List<byte[]> SEEDS = seeds();

    private static CacheContext<String, String> context() {
        Cache<String, String> cache = LARDER.cache("fuzzed", String.class, String.class, spec -> {});
        return ((TieredCache<String, String>) cache.async()).cache;
    }

    static Stream<byte[]> bytes() {
        return SEEDS.stream();
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (long age : new long[] {0, 600_000, 100_000_000}) {
            seeds.add(sealed("key", "value", now - age, false, false, List.of("tag:t")));
            seeds.add(sealed("key", "value", now - age, true, false, List.of()));
            seeds.add(sealed("key", "", now - age, false, true, List.of()));
        }
        seeds.add(sealed("other", "value", now, false, false, List.of()));
        seeds.add(sealed("key", "value", 0xffff_ffff_ffffL, false, false, List.of()));
        seeds.add(sealed("key", "value", 0, false, false, List.of()));
        seeds.add(Envelopes.marker(1, now));
        seeds.add(Envelopes.marker(1, now - 100_000));
        seeds.add(Envelopes.marker(1, Long.MIN_VALUE));
        seeds.add(Envelopes.marker(1, Long.MAX_VALUE));
        seeds.add(new byte[0]);
        seeds.add(new byte[] {'L'});
        seeds.add("{\"json\":true}".getBytes(StandardCharsets.UTF_8));
        byte[] whole = seeds.get(0);
        for (int length = 1; length < whole.length; length += 7) {
            seeds.add(Arrays.copyOf(whole, length));
        }
        for (int bit = 0; bit < 8 * whole.length; bit += 11) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            seeds.add(flipped);
        }
        return seeds;
    }

    private static byte[] sealed(
            String key, String value, long created, boolean expired, boolean nothing, List<String> tags) {
        List<String> asked = new ArrayList<>(CACHE.baseTags);
        asked.addAll(tags);
        List<TagVersion> versions = new ArrayList<>();
        CACHE.engine.far().tagVersions(asked, new Far.TagsReply() {
            @Override
            public void onVersions(TagVersion[] found) {
                versions.addAll(List.of(found));
            }

            @Override
            public void onFailure(RedisException failure) {
                throw failure;
            }
        });
        Envelope envelope = new Envelope(
                7,
                expired,
                nothing,
                created,
                created + 300_000,
                created + 3_900_000,
                300_000,
                1_000,
                CACHE.payloads.schema(),
                TagVersion.stamp(versions.toArray(new TagVersion[0])),
                tags,
                Packing.PLAIN,
                nothing ? Slice.EMPTY : Slice.of(CACHE.serializer.write(value)));
        return CACHE.payloads.seal(envelope, CACHE.valueKey(key).redis());
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void judge_anyBytes_isJudgedOnceAndNeverAnsweredUnlessWritten(byte[] bytes) {
        Seen<String> seen = judge(bytes);
        if (seen instanceof Seen.Entry<String>) {
            assertThat(SEEDS)
                    .anyMatch(seed -> seed.length == bytes.length
                            && Arrays.equals(seed, PREFIX, seed.length, bytes, PREFIX, bytes.length));
        }
        if (bytes.length > PREFIX + CHECKSUM) {
            // No fuzzer guesses a checksum; with a right one, everything behind it is reached as well.
            judge(withChecksum(bytes));
        }
    }

    private static Seen<String> judge(byte[] bytes) {
        List<Seen<String>> judgements = new ArrayList<>();
        READER.judge(KEY, bytes, null, Runnable::run, judgements::add);
        assertThat(judgements).hasSize(1);
        return judgements.get(0);
    }

    private static byte[] withChecksum(byte[] bytes) {
        byte[] forged = bytes.clone();
        CRC32C crc = new CRC32C();
        crc.update(KEY.redis().bytes());
        crc.update(forged, PREFIX, forged.length - PREFIX - CHECKSUM);
        ByteBuffer.wrap(forged).putInt(forged.length - CHECKSUM, (int) crc.getValue());
        return forged;
    }
}
