package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.embedded.EmbeddedRedis;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Errors, not exceptions, from what the application hands in: nobody may wait for ever. */
class LoadErrorsIT {

    @Test
    void get_tagsThrowAnError_isAnsweredAndNotStored() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Larder larder = Quiet.patient(redis.uri())) {
            Cache<String, String> cache = larder.cache(
                    "tags",
                    String.class,
                    String.class,
                    spec -> spec.tags((key, value) -> {
                        throw new AssertionError("no tags");
                    }));

            Background<String> get = Background.run(() -> cache.get("k", key -> "value"));

            assertThat(get.await()).isEqualTo("value");
            assertThat(cache.stats().fills()).isZero();
            assertThat(Waits.flights(cache)).isZero();
        }
    }

    @Test
    void get_listenerThrowsAnError_isAnswered() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Larder larder = Connected.to(
                        redis.uri(),
                        builder -> builder.listener(event -> {
                            if (event instanceof LarderEvent.Loaded) {
                                throw new AssertionError("the listener's own");
                            }
                        }))) {
            Cache<String, String> cache = larder.cache("told", String.class, String.class, spec -> {});

            Background<String> get = Background.run(() -> cache.get("k", key -> "value"));

            assertThat(get.await()).isEqualTo("value");
        }
    }

    @Test
    void getAsync_loaderThrowsAnyError_failsAndGivesItsPlaceBack() {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Larder larder = Quiet.patient(redis.uri())) {
            Cache<String, String> cache = larder.cache(
                    "errors", String.class, String.class, spec -> spec.policy(policy -> policy.maxConcurrentLoads(1)));

            assertThatThrownBy(() -> cache.async()
                            .get("k", key -> {
                                throw new InternalError("of the machine");
                            })
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(LoadFailedException.class);
            assertThat(cache.get("k", key -> "value")).isEqualTo("value");
        }
    }
}
