package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.larder.Delivery;
import dev.larder.http.decision.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is purged by URL, prefix, tag or as a whole, hard or softly, in two processes over one Redis. */
class PurgeIT extends TwoProcesses {

    private static final String LENIENT = "max-age=600, stale-while-revalidate=600";

    @Override
    void settle(HttpCache.Builder cache) {
        cache.route(Route.of("api", "/api", Profile.SAFE)).route(Route.of("deep", "/api/deep", Profile.SAFE));
    }

    /** Answers the number of the request, and is told about each response. */
    private void counting(String... fields) {
        origin.answers = request -> {
            List<String> all = new ArrayList<>(List.of(fields));
            all.addAll(List.of("Cache-Tag", "at:" + request.target().split("/", -1)[1]));
            return FakeOrigin.respond(200, "v" + origin.asked(), all.toArray(String[]::new));
        };
    }

    private static Purged purge(HttpCache cache, Purge what, Purge.Mode mode) throws Exception {
        return cache.purge(what, mode).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Preview preview(HttpCache cache, Purge what) throws Exception {
        return cache.preview(what, Duration.ofSeconds(60), seen -> {})
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Stores a response and returns its content. */
    private String stored(String target, String... fields) throws Exception {
        long before = here.store().stats().fills();
        String content = get(here, target, fields).content();
        await().atMost(Duration.ofSeconds(30)).until(() -> here.store().stats().fills() > before);
        return content;
    }

    /** How often Redis was asked and had something. */
    private static long asked(HttpCache cache) {
        return cache.store().stats().redisHits() + cache.store().stats().staleServed();
    }

    private static String status(FakeCall.Received received) {
        return received.field("Cache-Status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://grounds.example/%7Eplots?b=2&a=1",
                "HTTPS://Grounds.Example/~plots?b=2&a=1&",
                "https://grounds.example./~plots?&b=2&a=1"
            })
    void purge_url_reachesItWhateverItsSpelling(String url) throws Exception {
        counting("Cache-Control", "max-age=600");
        stored("/~plots?b=2&a=1");
        stored("/~plots?b=2");

        Purged done = purge(there, Purge.Url.of(url), Purge.Mode.HARD);

        assertThat(done.delivery()).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(get(there, "/~plots?b=2&a=1").content()).isEqualTo("v3");
        assertThat(get(there, "/~plots?b=2").content()).isEqualTo("v2");
    }

    @Test
    void purge_url_reachesAllVariants() throws Exception {
        counting("Cache-Control", "max-age=600", "Vary", "Accept-Language");
        stored("/vary", "Accept-Language", "de");
        stored("/vary", "Accept-Language", "en");

        assertThat(preview(here, Purge.Url.of("http://grounds.example/vary"))).satisfies(found -> {
            assertThat(found.responses()).isEqualTo(2);
            assertThat(found.exact()).isTrue();
        });
        Purged done = purge(here, Purge.Url.of("http://grounds.example/vary"), Purge.Mode.SOFT);

        assertThat(done.mode()).isEqualTo(Purge.Mode.HARD);
        assertThat(preview(here, Purge.Url.of("http://grounds.example/vary")).responses())
                .isZero();
        assertThat(preview(here, Purge.Prefix.of("/vary")).responses()).isZero();
        assertThat(get(here, "/vary", "Accept-Language", "de").content()).isEqualTo("v3");
        assertThat(get(here, "/vary", "Accept-Language", "en").content()).isEqualTo("v4");
    }

    /** Nothing lies where the answers to QUERY will, but one is under way. */
    @Test
    void purge_urlSoftlyDuringAQuery_leavesNothingOld() throws Exception {
        counting("Cache-Control", "max-age=600");
        stored("/plots");
        CompletableFuture<Origin.Response> answer = new CompletableFuture<>();
        origin.answers = request -> answer;
        FakeCall call = FakeCall.query("/plots", "size > 3");
        here.handle(call);
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 2);

        purge(there, Purge.Url.of("http://grounds.example/plots"), Purge.Mode.SOFT);
        FakeOrigin.respond(200, "old", "Cache-Control", "max-age=600").thenAccept(answer::complete);

        assertThat(call.await().content()).isEqualTo("old");
        origin.answers = request -> FakeOrigin.respond(200, "new", "Cache-Control", "max-age=600");
        assertThat(call(here, FakeCall.query("/plots", "size > 3")).content()).isEqualTo("new");
    }

    @Test
    void purge_urlSoftly_isServedStaleAndValidated() throws Exception {
        origin.answers = request -> request.fields().has("If-None-Match")
                ? FakeOrigin.respond(304, new Bytes(new byte[0]), "ETag", "\"1\"", "Cache-Control", LENIENT)
                : FakeOrigin.respond(200, "ponds", "ETag", "\"1\"", "Cache-Control", LENIENT);
        stored("/ponds");

        Purged done = purge(there, Purge.Url.of("http://grounds.example/ponds"), Purge.Mode.SOFT);
        FakeCall.Received first = get(there, "/ponds");

        assertThat(done.mode()).isEqualTo(Purge.Mode.SOFT);
        assertThat(first.content()).isEqualTo("ponds");
        assertThat(status(first)).contains("detail=stale-while-revalidate");
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 2);
        assertThat(origin.last().fields().has("If-None-Match")).isTrue();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !status(get(there, "/ponds")).contains("stale"));
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void purge_urlSoftlyWithoutStaleUse_isValidatedFirst() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "v" + origin.asked(), "ETag", "\"" + origin.asked() + "\"", "Cache-Control", "max-age=600");
        stored("/strict");

        purge(here, Purge.Url.of("http://grounds.example/strict"), Purge.Mode.SOFT);

        assertThat(get(here, "/strict").content()).isEqualTo("v2");
        assertThat(origin.last().fields().has("If-None-Match")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "prefix", "route", "tag", "everything"})
    void purge_duringALoad_leavesNothingFreshOfIt(String how) throws Exception {
        Purge what = purge(how);
        for (Purge.Mode mode : Purge.Mode.values()) {
            CompletableFuture<Void> gate = new CompletableFuture<>();
            origin.answers = request -> gate.thenCompose(
                    done -> FakeOrigin.respond(200, "old", "Cache-Control", "max-age=600", "Cache-Tag", "at:api"));
            String target = "/api/contracts/" + mode;
            FakeCall call = FakeCall.get(target);
            int asked = origin.asked();
            here.handle(call);
            await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == asked + 1);
            Purge named = what instanceof Purge.Url ? Purge.Url.of("http://grounds.example" + target) : what;

            purge(there, named, mode);
            gate.complete(null);

            assertThat(call.await().content()).isEqualTo("old");
            origin.answers = request -> FakeOrigin.respond(200, "new", "Cache-Control", "max-age=600");
            assertThat(get(there, target).content()).isEqualTo("new");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(here, target).content().equals("new"));
        }
    }

    private static Purge purge(String how) {
        return switch (how) {
            case "url" -> Purge.Url.of("http://grounds.example/");
            case "prefix" -> Purge.Prefix.of("/api/contracts");
            case "route" -> Purge.Prefix.of("/api");
            case "tag" -> new Purge.Tags(java.util.Set.of("at:api"));
            default -> new Purge.Everything();
        };
    }

    @Test
    void purge_deepPrefix_reachesWholeSegmentsBelowIt() throws Exception {
        counting("Cache-Control", "max-age=600");
        List<String> below = List.of("/tree/a/1", "/tree/a?page=2", "/tree/a", "/tree/a/b/c");
        List<String> beside = List.of("/tree/ab", "/tree/b/a", "/a/1");
        for (String target : below) {
            stored(target);
        }
        for (String target : beside) {
            stored(target);
        }
        assertThat(preview(there, Purge.Prefix.of("/tree/%61")).responses()).isEqualTo(4);

        Purged done = purge(there, Purge.Prefix.of("/tree/a"), Purge.Mode.HARD);

        assertThat(done.keys()).hasValue(4);
        int asked = origin.asked();
        for (String target : beside) {
            get(there, target);
        }
        assertThat(origin.asked()).isEqualTo(asked);
        for (String target : below) {
            get(there, target);
        }
        assertThat(origin.asked()).isEqualTo(asked + 4);
    }

    @Test
    void purge_deepPrefixSoftly_keepsVariantsAsStale() throws Exception {
        counting("Cache-Control", LENIENT, "Vary", "Accept-Language");
        stored("/vary/x", "Accept-Language", "de");
        stored("/vary/x", "Accept-Language", "en");

        assertThat(purge(there, Purge.Prefix.of("/vary/x"), Purge.Mode.SOFT).mode())
                .isEqualTo(Purge.Mode.SOFT);

        FakeCall.Received first = get(there, "/vary/x", "Accept-Language", "de");
        assertThat(first.content()).isEqualTo("v1");
        assertThat(status(first)).contains("detail=stale-while-revalidate");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        get(there, "/vary/x", "Accept-Language", "de").content().equals("v3"));
        assertThat(get(there, "/vary/x", "Accept-Language", "en").content()).isEqualTo("v2");
    }

    @Test
    void purge_prefixOfOneHost_leavesTheOthers() throws Exception {
        counting("Cache-Control", "max-age=600");
        stored("/hosts/a");

        assertThat(purge(there, Purge.Prefix.of("http://other.example/"), Purge.Mode.HARD)
                        .keys())
                .hasValue(0);
        assertThat(get(there, "/hosts/a").content()).isEqualTo("v1");
        assertThat(purge(there, Purge.Prefix.of("https://GROUNDS.example:443/hosts"), Purge.Mode.HARD)
                        .keys())
                .hasValue(1);
        assertThat(get(there, "/hosts/a").content()).isEqualTo("v2");
    }

    @Test
    void purge_prefixOfARoute_isOneCommandAndReachesTheRoutesBelow() throws Exception {
        counting("Cache-Control", "max-age=600");
        stored("/api/a");
        stored("/api/deep/a");
        stored("/other");

        Purged done = purge(there, Purge.Prefix.of("/api"), Purge.Mode.HARD);

        assertThat(done.keys()).isEmpty();
        assertThat(get(there, "/api/a").content()).isEqualTo("v4");
        assertThat(get(there, "/api/deep/a").content()).isEqualTo("v5");
        assertThat(get(there, "/other").content()).isEqualTo("v3");
    }

    @Test
    void purge_tagSoftly_isStaleInAllProcesses() throws Exception {
        counting("Cache-Control", LENIENT);
        stored("/ponds/1");
        stored("/hedges/1");
        get(there, "/ponds/1");

        assertThat(preview(here, new Purge.Tags(java.util.Set.of("at:ponds"))).responses())
                .isEqualTo(1);
        purge(here, new Purge.Tags(java.util.Set.of("at:ponds")), Purge.Mode.SOFT);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> status(get(there, "/ponds/1")).contains("stale-while-revalidate") || origin.asked() > 2);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(there, "/ponds/1").content().equals("v3"));
        assertThat(get(here, "/hedges/1").content()).isEqualTo("v2");
        assertThat(origin.asked()).isEqualTo(3);
    }

    @Test
    void purge_everything_hardAndSoft_reachesAll() throws Exception {
        counting("Cache-Control", LENIENT, "Vary", "Accept-Language");
        stored("/vary", "Accept-Language", "de");
        stored("/plain");
        assertThat(preview(here, new Purge.Everything()).responses()).isEqualTo(2);

        purge(here, new Purge.Everything(), Purge.Mode.SOFT);

        assertThat(preview(here, new Purge.Everything()).responses()).isEqualTo(2);
        assertThat(status(get(here, "/vary", "Accept-Language", "de"))).contains("stale-while-revalidate");
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 3);
        // The way to the variants is fresh again, so it is answered from near.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            long far = asked(here);
            String status = status(get(here, "/vary", "Accept-Language", "de"));
            return status.contains("hit") && !status.contains("stale") && asked(here) == far;
        });
        purge(here, new Purge.Everything(), Purge.Mode.HARD);
        assertThat(preview(there, new Purge.Everything()).responses()).isZero();
        assertThat(get(there, "/plain").content()).isEqualTo("v4");
    }

    @Test
    void preview_longUrls_saysThatItIsNotExact() throws Exception {
        counting("Cache-Control", "max-age=600");
        stored("/api/" + "x".repeat(2_000));

        Preview found = preview(here, Purge.Prefix.of("/api/y"));
        Preview one = preview(here, Purge.Url.of("http://grounds.example/api/" + "x".repeat(2_000)));
        Purged done = purge(here, Purge.Prefix.of("/api/y"), Purge.Mode.HARD);

        assertThat(found.exact()).isFalse();
        assertThat(one.responses()).isEqualTo(1);
        assertThat(one.exact()).isTrue();
        assertThat(done.keys()).hasValue(1);
        assertThat(get(there, "/api/" + "x".repeat(2_000)).content()).isEqualTo("v2");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> purge(here, Purge.Prefix.of("/api/y"), Purge.Mode.HARD)
                                .keys()
                                .getAsLong()
                        == 1);
    }

    @Test
    void preview_limitOver_saysWhatWasCountedUntilThen() throws Exception {
        counting("Cache-Control", "max-age=600");
        stored("/api/a");

        Preview found = here.preview(new Purge.Everything(), Duration.ZERO, seen -> {})
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(found.exact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/", "//a/b", "a", "", "http://", "http://a/#b"})
    void url_whatIsNone_isRefusedWithoutAnEcho(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> Purge.Url.of(url)).withMessageContaining("URL");
    }

    @Test
    void purge_whatTheGatewayRefuses_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> here.purge(Purge.Url.of("http://a@b/secret"), Purge.Mode.HARD))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> here.purge(Purge.Prefix.of("/a/%00"), Purge.Mode.HARD));
        assertThatIllegalArgumentException().isThrownBy(() -> Purge.Prefix.of("/a?b"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Purge.Tags(java.util.Set.of()));
    }
}
