package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.KeyCodec;
import dev.larder.codec.Serializers;
import dev.larder.far.Far;
import dev.larder.near.NearEntry;
import dev.larder.tag.TagVersion;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The proof of freshness says what had been heard when it was taken. An entry that was found before that may have been removed
 * by what made the proof, so the proof that counts is the one from before the entry was looked for.
 */
class ProofOrderTest {

    /** A key whose comparison, which is in the middle of finding its entry, lets something happen. */
    private record Key(String text, Runnable compared) {
        @Override
        public boolean equals(Object other) {
            compared.run();
            return other instanceof Key key && key.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    private static Far provenUntil(Far far, AtomicLong until) {
        return (Far) Proxy.newProxyInstance(
                Far.class.getClassLoader(),
                new Class<?>[] {Far.class},
                (proxy, method, args) ->
                        method.getName().equals("coherentUntil") ? until.get() : method.invoke(far, args));
    }

    private static TieredCache<Key, String> cache(Engine engine, AtomicLong until) {
        Engine watched = new Engine(
                provenUntil(engine.far(), until),
                engine.names(),
                engine.tags(),
                engine.index(),
                engine.watches(),
                engine.standing(),
                engine.journal(),
                engine.boundNanos(),
                engine.executor(),
                engine.timer(),
                engine.listener(),
                engine.keyring(),
                engine.secret(),
                engine.hashTags());
        KeyCodec<Key> keys = Key::text;
        CacheSpec<Key, String> spec = CacheSpec.of("order", Key.class, String.class);
        spec.keys(keys).values(Serializers.text());
        CachePolicy policy =
                CachePolicy.of(Layer.API).toBuilder().earlyRefresh(0).build();
        return new TieredCache<>(new CacheContext<>(watched, spec, Layer.API, policy), new Invalidator(watched));
    }

    @Test
    void nearHit_proofRenewedWhileTheEntryIsFound_isNoHit() {
        try (Larder larder = Larder.local()) {
            AtomicLong until = new AtomicLong(System.nanoTime());
            TieredCache<Key, String> cache = cache(((TieredLarder) larder).engine(), until);
            NearEntry<Key, String> entry = new NearEntry<>(new Key("k", () -> {}), null, 0, 1, 1);
            long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
            entry.publish("v", new TagVersion[0], later, later, 0, 0, 0);
            cache.cache.near.admit(entry, old -> true);

            Key renewing = new Key("k", () -> until.set(later));

            assertThat(cache.nearHit(renewing)).isNull();
            assertThat(cache.nearHit(renewing)).isSameAs(entry);
        }
    }
}
