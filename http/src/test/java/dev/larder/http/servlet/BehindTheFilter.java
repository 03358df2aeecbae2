package dev.larder.http.servlet;

import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.Credentials;
import dev.larder.http.guard.FieldRules;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An application in a real container, behind the filter, over a real Redis. */
abstract class BehindTheFilter {

    private static EmbeddedRedis redis;

    final ExecutorService clients = Executors.newCachedThreadPool();
    Larder larder;
    LarderFilter filter;
    Container container;

    @TempDir
    Path folder;

    /** Makes the larder. */
    Larder connected(String uri) {
        return Larder.connect(uri);
    }

    /** What is set besides. */
    void settle(LarderFilter.Builder builder) {}

    /** The filters, in their order. */
    Filter[] filters() {
        return new Filter[] {filter};
    }

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() throws Exception {
        larder = connected(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        larder.clearLayer(Layer.API);
        LarderFilter.Builder builder = LarderFilter.on(larder)
                .route(Route.of("all", "/", Profile.SAFE))
                .route(Route.of("langs", "/langs", Profile.SAFE)
                        .with(FieldRules.builder()
                                .key("Accept-Language", "de", "en")
                                .build()))
                .route(Route.of("stripped", "/stripped", Profile.SAFE)
                        .with(FieldRules.builder().cookies(Credentials.STRIP).build()));
        settle(builder);
        filter = builder.build();
        container = new Container(folder, filters());
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        container.close();
        larder.close();
    }

    Future<Container.Reply> later(String method, String target, String... fields) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return container.send(method, target, "", fields);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                clients);
    }

    static <T> T of(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    /** Waits until so many responses are stored. */
    void filled(int fills) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> filter.cache().stats().fills() >= fills);
    }

    static void cached(HttpServletResponse response, String content) throws IOException {
        response.setHeader("Cache-Control", "max-age=600");
        response.setContentType("text/plain");
        response.getWriter().print(content);
    }
}
