package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.codec.Serializer;
import dev.larder.embedded.EmbeddedRedis;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures of the application whose messages show a value or a key: neither messages nor events of Larder hold it. */
class ToldIT {

    private static final String SECRET = "4111-tulips-at-night";

    private static EmbeddedRedis redis;

    private final ConcurrentLinkedQueue<LarderEvent> events = new ConcurrentLinkedQueue<>();
    private Larder larder;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        larder = Connected.to(redis.uri() + "?timeout=20s&dead-after=30s", builder -> builder.listener(events::add));
    }

    @AfterEach
    void close() {
        larder.close();
    }

    private void assertNotStoredAndNotShown() {
        assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                LarderEvent.NotStored.class,
                                told -> assertThat(told.reason())
                                        .isEqualTo(LarderEvent.NotStored.Reason.NOT_SERIALISABLE)));
        assertThat(events.toString()).doesNotContain(SECRET);
    }

    @Test
    void tagsThrow_message_namesTheClassOnly() {
        Cache<String, String> cache = larder.cache(
                "tagged",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("n" + Integer.parseInt(value))));

        assertThat(cache.get("a", key -> SECRET)).isEqualTo(SECRET);
        assertNotStoredAndNotShown();
        assertThatThrownBy(() -> cache.put("a", SECRET))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("java.lang.NumberFormatException")
                .hasMessageNotContaining(SECRET)
                .hasCauseInstanceOf(NumberFormatException.class);
    }

    private static final class Chatty implements Serializer<String> {
        @Override
        public byte[] write(String value) {
            throw new IllegalStateException("cannot write " + value);
        }

        @Override
        public String read(byte[] bytes, int offset, int length) {
            return "";
        }

        @Override
        public String format() {
            return "own";
        }

        @Override
        public long fingerprint() {
            return 1;
        }
    }

    @Test
    void serializerThrows_message_namesTheClassOnly() {
        Cache<String, String> cache =
                larder.cache("own", String.class, String.class, spec -> spec.values(new Chatty()));

        assertThat(cache.get("a", key -> SECRET)).isEqualTo(SECRET);
        assertNotStoredAndNotShown();
        assertThatThrownBy(() -> cache.put("a", SECRET))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("java.lang.IllegalStateException")
                .hasMessageNotContaining(SECRET)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void loaderThrows_message_namesTheClassOnly() {
        Cache<String, String> cache = larder.cache("loaded", String.class, String.class, spec -> {});

        assertThatThrownBy(() -> cache.get(SECRET, key -> {
                    throw new IllegalStateException("no row for " + key);
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("java.lang.IllegalStateException")
                .hasMessageNotContaining(SECRET)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(events.toString()).doesNotContain(SECRET);
    }

    @Test
    void keyCodecThrows_message_namesTheClassOnly() {
        Cache<String, String> cache = larder.cache(
                "keyed", String.class, String.class, spec -> spec.keys(key -> Integer.toString(Integer.parseInt(key))));

        assertThatThrownBy(() -> cache.put(SECRET, "a"))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("java.lang.NumberFormatException")
                .hasMessageNotContaining(SECRET)
                .hasCauseInstanceOf(NumberFormatException.class);
    }
}
