package dev.larder;

import dev.larder.envelope.BaseVersions;
import dev.larder.envelope.Envelope;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Slice;
import dev.larder.envelope.TagStamp;
import dev.larder.far.Ids;
import dev.larder.far.ValueKey;
import dev.larder.near.NearEntry;
import dev.larder.policy.Freshness;
import dev.larder.policy.Lifetimes;
import dev.larder.tag.TagVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value ready to be stored in both tiers.
 *
 * @param bytes the sealed envelope for Redis
 * @param near the published entry for the near tier, to be admitted when Redis has the envelope
 */
record Sealed<K, V>(byte[] bytes, NearEntry<K, V> near) {

    /** About what an envelope has besides key and payload. */
    private static final int ENVELOPE_OVERHEAD = 96;

    /**
     * Seals a value.
     *
     * @param value null for "nothing is there"
     * @param tags internal names of the value's own tags
     * @param versions the versions of the base tags, then of these
     * @throws RuntimeException whatever the serialiser throws
     */
    static <K, V> Sealed<K, V> of(
            CacheContext<K, V> cache,
            K key,
            ValueKey valueKey,
            @Nullable V value,
            List<String> tags,
            TagVersion[] versions,
            Lifetimes life,
            long loadMicros) {
        Engine engine = cache.engine;
        long nanoTime = System.nanoTime();
        long now = engine.far().clock().earliestMillis(nanoTime);
        long id = Ids.next();
        int cost = (int) Math.min(loadMicros, 0xffff_ffffL);
        byte[] bytes = engine.far().shared()
                ? envelope(cache, valueKey, value, tags, versions, life, now, id, cost)
                : new byte[0];
        long ahead = Freshness.refreshAhead(loadMicros, cache.policy.earlyRefresh(), engine.random());
        long freshUntil = nanoTime + life.freshMillis() * 1_000_000;
        NearEntry<K, V> near = new NearEntry<>(
                key,
                engine.far().shared() ? valueKey.redis() : null,
                engine.far().slot(valueKey.redis()),
                weight(cache, valueKey, value, bytes),
                id);
        near.publish(
                value,
                versions,
                freshUntil,
                freshUntil - Math.min(ahead, life.freshMillis()) * 1_000_000,
                now,
                life.ttlMillis(),
                loadMicros);
        return new Sealed<>(bytes, near);
    }

    /** The size of the envelope; without Redis there is none, and its size is estimated where it counts. */
    private static <K, V> int weight(CacheContext<K, V> cache, ValueKey valueKey, @Nullable V value, byte[] bytes) {
        if (bytes.length > 0 || cache.policy.near().maxBytes() == 0) {
            return bytes.length;
        }
        int payload = value == null ? 0 : cache.serializer.write(value).length;
        return ENVELOPE_OVERHEAD + valueKey.full().length() + payload;
    }

    private static <K, V> byte[] envelope(
            CacheContext<K, V> cache,
            ValueKey valueKey,
            @Nullable V value,
            List<String> tags,
            TagVersion[] versions,
            Lifetimes life,
            long now,
            long id,
            int cost) {
        List<TagStamp> stamps = new ArrayList<>(tags.size());
        for (int i = 0; i < tags.size(); i++) {
            stamps.add(new TagStamp(tags.get(i), versions[CacheContext.BASE_TAGS + i].version()));
        }
        return Envelopes.seal(new Envelope(
                id,
                false,
                value == null,
                valueKey.hashed(),
                now,
                now + life.freshMillis(),
                now + life.keptMillis(),
                life.ttlMillis(),
                cost,
                cache.serializer.fingerprint(),
                cache.serializer.format(),
                new BaseVersions(versions[0].version(), versions[1].version(), versions[2].version()),
                stamps,
                valueKey.full(),
                value == null ? Slice.EMPTY : Slice.of(cache.serializer.write(value))));
    }
}
