package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Targets that are equivalent because a response says so (No-Vary-Search). */
class HttpCacheSearchIT extends TwoProcesses {

    @Override
    void settle(HttpCache.Builder cache) {
        cache.route(Route.of("exact", "/exact", Profile.SAFE)
                .with(CacheSettings.builder(Profile.SAFE)
                        .encodingHandled(true)
                        .noVarySearch(false)
                        .build()));
    }

    private void answer(String rule) {
        origin.answers = request ->
                FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "max-age=60", "No-Vary-Search", rule);
    }

    /** The first response teaches the rule, and is not stored. */
    private void learn(String target) throws Exception {
        get(here, target);
    }

    @Test
    void get_parameterThatDoesNotSelect_isAnsweredByWhatIsStored() throws Exception {
        answer("params=(\"utm\")");
        learn("/s?a=1&utm=1");

        assertThat(get(here, "/s?a=1&utm=2").content()).isEqualTo("v2");
        filled(here, 1);
        FakeCall.Received hit = get(here, "/s?utm=3&a=1");
        assertThat(hit.content()).isEqualTo("v2");
        assertThat(hit.field("Cache-Status")).contains(";hit");
        assertThat(get(there, "/s?a=1").content()).isEqualTo("v2");
        assertThat(get(there, "/s?a=2").content()).isEqualTo("v3");
        assertThat(origin.asked()).isEqualTo(3);
    }

    @Test
    void get_settingsThatIgnoreIt_everyTargetIsItsOwn() throws Exception {
        answer("params=(\"utm\")");

        get(here, "/exact?utm=1");
        get(here, "/exact?utm=2");

        filled(here, 2);
        assertThat(get(here, "/exact?utm=1").content()).isEqualTo("v1");
    }

    @Test
    void get_manyEquivalentAtOnce_askTheOriginOnce() throws Exception {
        answer("params=(\"utm\")");
        learn("/herd?utm=0");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request -> gate.thenCompose(done ->
                FakeOrigin.respond(200, "v", "Cache-Control", "max-age=60", "No-Vary-Search", "params=(\"utm\")"));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            FakeCall call = FakeCall.get("/herd?utm=" + i);
            calls.add(call);
            here.handle(call);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> here.store().stats().coalescedLoads() >= 19);
        gate.complete(null);

        for (FakeCall call : calls) {
            assertThat(call.await().content()).isEqualTo("v");
        }
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_ruleNotKnownYet_thoseWhoWaitShareWhatTeachesIt() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request -> gate.thenCompose(done -> FakeOrigin.respond(
                200, "v" + origin.asked(), "Cache-Control", "max-age=60", "No-Vary-Search", "params=(\"utm\")"));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeCall call = FakeCall.get("/first?utm=1");
            calls.add(call);
            here.handle(call);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> here.store().stats().coalescedLoads() >= 4);
        gate.complete(null);

        for (FakeCall call : calls) {
            assertThat(call.await().content()).isEqualTo("v1");
        }
        assertThat(origin.asked()).isEqualTo(1);
    }

    /** What one response says of its path does not hold for all of it. */
    @Test
    void get_responsesOfOnePathWithOtherRules_areEachStoredByTheirs() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200,
                "v" + origin.asked(),
                "Cache-Control",
                "max-age=60",
                "No-Vary-Search",
                request.target().contains("kind=1") ? "params=(\"a\")" : "params=(\"a\" \"b\")");
        learn("/kinds?kind=1&a=1");
        get(here, "/kinds?kind=2&b=1");
        get(here, "/kinds?kind=2&b=1");
        filled(here, 2);
        String stored = get(here, "/kinds?kind=2&b=1").content();

        int before = origin.asked();
        assertThat(get(there, "/kinds?kind=2&b=1&a=5").content()).isEqualTo(stored);
        assertThat(origin.asked()).isEqualTo(before);
    }

    @Test
    void get_saysSoNoMore_isNoLongerTheSameForAll() throws Exception {
        answer("params=(\"utm\")");
        learn("/past?utm=0");
        origin.answers = request -> FakeOrigin.respond(200, request.target(), "Cache-Control", "max-age=60");

        for (HttpCache cache : List.of(here, there, here)) {
            for (String target : List.of("/past?utm=1", "/past?utm=2", "/past")) {
                assertThat(get(cache, target).content()).isEqualTo(target);
            }
        }
    }

    @Test
    void get_saysSoFromNowOn_isTheSameForAll() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "v" + origin.asked(), "Cache-Control", "max-age=0, must-revalidate", "ETag", "\"1\"");
        get(here, "/future?utm=1");
        filled(here, 1);
        answer("params=(\"utm\")");

        learn("/future?utm=1");

        assertThat(get(here, "/future?utm=2").content()).isEqualTo("v3");
        filled(here, 2);
        assertThat(get(here, "/future?utm=1").content()).isEqualTo("v3");
    }

    @Test
    void post_equivalentTarget_invalidatesWhatIsStoredForAll() throws Exception {
        answer("params=(\"utm\")");
        learn("/s?a=1&utm=1");
        get(here, "/s?a=1&utm=1");
        filled(here, 1);
        assertThat(get(there, "/s?a=1&utm=2").content()).isEqualTo("v2");

        call(there, new FakeCall("POST", "/s?utm=9&a=1"));

        assertThat(get(there, "/s?a=1&utm=2").content()).isEqualTo("v4");
    }

    @Test
    void invalidate_ledToAnotherRule_removesThatAsWell() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200,
                "v" + origin.asked(),
                "Cache-Control",
                "max-age=60",
                "No-Vary-Search",
                request.target().contains("kind=1") ? "params=(\"a\")" : "params=(\"a\" \"b\")");
        learn("/led?kind=1&a=1");
        get(here, "/led?kind=2&b=1");
        get(here, "/led?kind=2&b=1");
        filled(here, 2);
        String stored = get(here, "/led?kind=2&b=1").content();

        here.invalidate("http", "grounds.example", "/led?b=1&kind=2")
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(get(here, "/led?kind=2&b=1").content()).isNotEqualTo(stored);
    }
}
