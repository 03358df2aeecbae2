package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.LarderEvent.NotStored;
import dev.larder.LoadFailedException;
import dev.larder.Loader;
import dev.larder.Lookup;
import dev.larder.NotStorableException;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that have no form, or too large a one, for Redis. */
public abstract class StorableContract extends CacheContract {

    /** For subclasses. */
    protected StorableContract() {}

    private List<NotStored> notStored(Cache<?, ?> cache) {
        return stage().events().of(NotStored.class).stream()
                .filter(event -> event.cache().equals(cache.name()))
                .toList();
    }

    /** Texts, of which "bad" cannot be written. */
    private static Serializer<String> choosy(Throwable failure) {
        Serializer<String> text = Serializers.text();
        return new Serializer<>() {
            @Override
            public byte[] write(String value) {
                if (value.equals("bad")) {
                    sneak(failure);
                }
                return text.write(value);
            }

            @Override
            public String read(byte[] bytes, int offset, int length) {
                return text.read(bytes, offset, length);
            }

            @Override
            public String format() {
                return text.format();
            }

            @Override
            public long fingerprint() {
                return text.fingerprint();
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void load_tooLarge_isAnsweredButNotStored() {
        Cache<String, String> cache = cache(policy -> policy.maxEntryBytes(1_000));
        String large = "x".repeat(2_000);

        assertThat(cache.get("a", (Loader<String, String>) key -> large)).isEqualTo(large);
        eventually().until(() -> cache.stats().oversized() == 1);
        assertThat(cache.get("a", key -> "small")).isEqualTo("small");

        assertThat(notStored(cache)).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(NotStored.Reason.OVERSIZED);
            assertThat(event.detail()).contains("max-entry-bytes").contains("1000");
        });
        awaitFills(cache, 1);
    }

    @Test
    void put_tooLarge_endsTheOldValueAndIsCounted() {
        Cache<String, String> cache = cache(policy -> policy.maxEntryBytes(1_000));
        cache.put("a", "old");

        cache.put("a", "x".repeat(2_000));

        assertThat(cache.stats().oversized()).isEqualTo(1);
        assertThat(cache.get("a", key -> "loaded")).isEqualTo("loaded");
        awaitFills(cache, 1);
    }

    @Test
    void conditionalWrite_tooLarge_isRefusedAndLeavesWhatIsThere() {
        Cache<String, String> cache = cache(policy -> policy.maxEntryBytes(1_000));
        String large = "x".repeat(2_000);
        cache.put("a", "1");

        assertThatThrownBy(() -> cache.replace("a", ((Lookup.Hit<String>) cache.lookup("a")).version(), large))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("max-entry-bytes");
        assertThatThrownBy(() -> cache.putIfAbsent("b", large)).isInstanceOf(NotStorableException.class);

        assertThat(cache.get("a", noLoad())).isEqualTo("1");
        assertThat(cache.stats().oversized()).isEqualTo(2);
    }

    @Test
    void write_serialiserThrows_loadIsAnsweredAndPutFails() {
        for (Throwable failure : List.of(
                new IllegalStateException("no form"), new StackOverflowError(), new AssertionError("no form"))) {
            Cache<String, String> cache = cache(String.class, policy -> policy, spec -> spec.values(choosy(failure)));
            cache.put("a", "old");

            assertThatThrownBy(() -> cache.put("a", "bad"))
                    .isInstanceOf(NotStorableException.class)
                    .hasCause(failure);
            assertThatThrownBy(() -> cache.putIfAbsent("b", "bad")).isInstanceOf(NotStorableException.class);
            assertThat(cache.get("a", key -> "bad")).isEqualTo("bad");
            assertThat(cache.get("a", key -> "good")).isEqualTo("good");
            awaitFills(cache, 1);
            assertThat(notStored(cache)).extracting(NotStored::reason).containsOnly(NotStored.Reason.NOT_SERIALISABLE);
        }
    }

    @Test
    void get_expiredAndTheNewValueTooLarge_theOldOneIsNotAnsweredAnyMore() {
        Cache<String, String> cache =
                cache(policy -> policy.maxEntryBytes(1_000).staleIfError(Duration.ofHours(1)));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(cache.get("a", key -> "x".repeat(2_000))).hasSize(2_000);

        eventually()
                .untilAsserted(() ->
                        assertThatThrownBy(() -> cache.get("a", noLoad())).isInstanceOf(LoadFailedException.class));
    }
}
