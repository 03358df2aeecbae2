package dev.larder;

import dev.larder.compress.Packed;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Packing;
import dev.larder.envelope.Slice;
import dev.larder.far.Ids;
import dev.larder.far.KeyNames;
import dev.larder.far.ValueKey;
import dev.larder.near.NearEntry;
import dev.larder.policy.Freshness;
import dev.larder.policy.Lifetimes;
import dev.larder.tag.TagVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value ready to be stored in both tiers.
 *
 * @param bytes the sealed envelope for Redis
 * @param unpacked how many bytes it would have if its value were not compressed
 * @param keptMillis how long Redis keeps it
 * @param near the published entry for the near tier, to be admitted when Redis has the envelope
 */
record Sealed<K, V>(byte[] bytes, int unpacked, long keptMillis, NearEntry<K, V> near) {

    /** What the policy's limit is compared with: the size here or in Redis, whichever is larger. */
    int size() {
        return Math.max(bytes.length, unpacked);
    }

    /** About what an envelope has besides key and payload. */
    private static final int ENVELOPE_OVERHEAD = 64;

    /**
     * Seals a value.
     *
     * @param clean its value is null for "nothing is there"
     * @param tags internal names of the value's own tags
     * @param versions the versions of the base tags, then of these
     * @throws RuntimeException whatever the serialiser throws
     */
    static <K, V> Sealed<K, V> of(
            CacheContext<K, V> cache,
            K key,
            ValueKey valueKey,
            Clean<V> clean,
            List<String> tags,
            TagVersion[] versions,
            Lifetimes life,
            long loadMicros) {
        @Nullable V value = clean.value();
        Engine engine = cache.engine;
        long nanoTime = System.nanoTime();
        long now = engine.far().clock().earliestMillis(nanoTime);
        long id = Ids.next();
        int cost = (int) Math.min(loadMicros, 0xffff_ffffL);
        byte[] bytes = new byte[0];
        int unpacked = 0;
        if (engine.far().shared()) {
            Packed packed = cache.payloads.pack(clean, now + life.keptMillis());
            Envelope envelope = envelope(tags, versions, life, cache, packed, value == null, now, id, cost);
            bytes = cache.payloads.seal(envelope, valueKey.redis());
            unpacked = bytes.length - packed.bytes().length + packed.plainLength();
        }
        long ahead = Freshness.refreshAhead(loadMicros, cache.policy.earlyRefresh(), engine.random());
        long freshUntil = nanoTime + life.freshMillis() * 1_000_000;
        NearEntry<K, V> near = new NearEntry<>(
                key,
                engine.far().shared() ? valueKey.redis() : null,
                engine.far().slot(valueKey.redis()),
                weight(cache, valueKey, clean, unpacked),
                id);
        near.publish(
                value,
                versions,
                freshUntil,
                freshUntil - Math.min(ahead, life.freshMillis()) * 1_000_000,
                now,
                life.ttlMillis(),
                loadMicros);
        return new Sealed<>(bytes, unpacked, life.keptMillis(), near);
    }

    /** The size of the unpacked envelope; without Redis there is none, and its size is estimated where it counts. */
    private static <K, V> int weight(CacheContext<K, V> cache, ValueKey valueKey, Clean<V> clean, int unpacked) {
        if (unpacked > 0 || cache.policy.near().maxBytes() == 0) {
            return unpacked;
        }
        return ENVELOPE_OVERHEAD + valueKey.redis().bytes().length + cache.payloads.plainLength(clean);
    }

    private static <K, V> Envelope envelope(
            List<String> tags,
            TagVersion[] versions,
            Lifetimes life,
            CacheContext<K, V> cache,
            Packed packed,
            boolean nothing,
            long now,
            long id,
            int cost) {
        return new Envelope(
                id,
                false,
                nothing,
                now,
                now + life.freshMillis(),
                now + life.keptMillis(),
                life.ttlMillis(),
                cost,
                cache.payloads.schema(),
                TagVersion.stamp(versions),
                tags.stream().map(KeyNames::given).toList(),
                packed.compressed() ? Packing.compressed(packed.dictionary(), packed.plainLength()) : Packing.PLAIN,
                Slice.of(packed.bytes()));
    }
}
