package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.BoundsRules;
import dev.larder.http.guard.Target;
import dev.larder.http.guard.TargetRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What comes of a request to the origin, for the one who has sent it, for those who wait, and for what is stored. */
class HttpCacheLoadIT extends TwoProcesses {

    private static final Route BOUND =
            Route.of("bound", "/bound", Profile.SAFE).with(new BoundsRules(Duration.ofMinutes(10), 1, 4, 4, 16, 64));

    @Override
    void settle(HttpCache.Builder cache) {
        cache.patience(Duration.ofSeconds(2)).route(BOUND);
    }

    /** Requests that all wait for the first one. */
    private List<FakeCall> waiting(int count, String target, CompletableFuture<Void> gate, String... fields) {
        List<FakeCall> calls = new ArrayList<>();
        int before = origin.asked();
        for (int i = 0; i < count; i++) {
            FakeCall call = FakeCall.get(target, i == 0 ? fields : new String[0]);
            calls.add(call);
            here.handle(call);
            if (i == 0) {
                await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() > before);
            }
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> here.store().stats().coalescedLoads() >= count - 1);
        gate.complete(null);
        return calls;
    }

    private static void answered(List<FakeCall> calls) {
        await().atMost(Duration.ofSeconds(8)).until(() -> calls.stream().allMatch(FakeCall::isAnswered));
    }

    @Test
    void get_originMute_allWhoWaitAreAnsweredByTheDeadline() throws Exception {
        origin.answers = request -> new CompletableFuture<>();
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            FakeCall call = FakeCall.get("/mute");
            calls.add(call);
            (i % 2 == 0 ? here : there).handle(call);
        }

        answered(calls);
        for (FakeCall call : calls) {
            assertThat(call.await().status()).isEqualTo(504);
        }
        assertThat(origin.asked()).isLessThanOrEqualTo(2);
    }

    /** Each process may lead in its turn; nobody waits for the turns of all. */
    @Test
    void get_originMuteForManyProcesses_nobodyWaitsForAllOfThem() throws Exception {
        List<Larder> larders = new ArrayList<>();
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            larders.add(connected());
        }
        List<HttpCache> caches = larders.stream().map(this::cache).toList();
        origin.answers = request -> new CompletableFuture<>();
        for (HttpCache cache : caches) {
            FakeCall call = FakeCall.get("/turns");
            calls.add(call);
            cache.handle(call);
        }

        answered(calls);
        larders.forEach(Larder::close);
        for (FakeCall call : calls) {
            assertThat(call.await().status()).isEqualTo(504);
        }
    }

    @Test
    void get_contentStalls_isCancelledAtTheDeadline() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        origin.answers = request -> FakeOrigin.respond(200, stalled(cancelled), "Cache-Control", "max-age=60");
        FakeCall call = FakeCall.get("/stalls");
        here.handle(call);

        answered(List.of(call));
        assertThat(call.await().status()).isEqualTo(504);
        cancelled.get(10, TimeUnit.SECONDS);
    }

    @Test
    void get_headAfterTheDeadline_isDropped() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request ->
                gate.thenCompose(done -> FakeOrigin.respond(200, stalled(cancelled), "Cache-Control", "max-age=60"));
        assertThat(get(here, "/late").status()).isEqualTo(504);

        gate.complete(null);

        cancelled.get(10, TimeUnit.SECONDS);
    }

    private static Flow.Publisher<ByteBuffer> stalled(CompletableFuture<Void> cancelled) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled.complete(null);
            }
        });
    }

    @Test
    void get_notModifiedNotToBeShared_reachesNoClient() throws Exception {
        origin.answers = request -> request.fields().has("If-None-Match")
                ? FakeOrigin.respond(304, new Bytes(new byte[0]), "ETag", "\"1\"", "Set-Cookie", "id=1")
                : FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "no-cache", "ETag", "\"1\"");
        get(here, "/kept");
        filled(here, 1);

        FakeCall.Received second = get(here, "/kept");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.content()).isEqualTo("v3");
    }

    @Test
    void get_notModifiedUnasked_isNoProperResponse() throws Exception {
        origin.answers = request -> FakeOrigin.respond(304, new Bytes(new byte[0]), "ETag", "\"1\"");

        assertThat(get(here, "/unasked").status()).isEqualTo(502);
    }

    @Test
    void get_brokenResponse_is502() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "x", "Cache-Control", "max-age=60", "Bad Name", "1");

        assertThat(get(here, "/broken").status()).isEqualTo(502);
    }

    @Test
    void get_toBeValidatedAlways_whoWaitsAsksForItself() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request -> gate.thenCompose(
                done -> FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "no-cache", "ETag", "\"1\""));

        List<FakeCall> calls = waiting(5, "/validated", gate);

        for (FakeCall call : calls) {
            assertThat(call.await().status()).isEqualTo(200);
        }
        // The engine may ask once more, in the background.
        assertThat(origin.asked()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void get_originAnswersWithAnError_whoWaitsIsNotToldThatItIsAway() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=0", "ETag", "\"1\"");
        get(here, "/vary/errs");
        filled(here, 1);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request -> gate.thenCompose(done -> FakeOrigin.respond(503, "busy"));

        List<FakeCall> calls = waiting(4, "/vary/errs", gate);

        List<Integer> statuses = new ArrayList<>();
        for (FakeCall call : calls) {
            statuses.add(call.await().status());
        }
        assertThat(statuses).doesNotContain(200);
    }

    @Test
    void get_errorThatOneRequestCaused_leavesWhatIsStored() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=0, stale-if-error=600", "ETag", "\"1\"");
        get(here, "/blamed");
        filled(here, 1);
        for (int status : new int[] {401, 403, 408, 429}) {
            origin.answers = request -> FakeOrigin.respond(status, "no", "WWW-Authenticate", "Basic");
            assertThat(get(here, "/blamed").status()).isEqualTo(status);
        }
        origin.answers = request -> CompletableFuture.failedFuture(new IllegalStateException("no connection"));

        assertThat(get(here, "/blamed").content()).isEqualTo("v1");
        assertThat(get(there, "/blamed").content()).isEqualTo("v1");
    }

    @Test
    void get_privateForCredentials_leavesWhatIsStored() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "v1", "Cache-Control", "public, max-age=0, stale-if-error=600", "ETag", "\"1\"");
        get(here, "/both");
        filled(here, 1);
        for (String control : List.of("private", "no-store")) {
            origin.answers = request -> FakeOrigin.respond(200, "mine", "Cache-Control", control);
            assertThat(get(here, "/both", "Authorization", "Basic eDp5").content())
                    .isEqualTo("mine");
        }
        origin.answers = request -> CompletableFuture.failedFuture(new IllegalStateException("no connection"));

        assertThat(get(there, "/both").content()).isEqualTo("v1");
    }

    @Test
    void get_clientWantsNothingStored_neitherLeadsNorRemoves() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=0, stale-if-error=600", "ETag", "\"1\"");
        get(here, "/unwanted");
        filled(here, 1);
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers =
                request -> gate.thenCompose(done -> FakeOrigin.respond(200, "v2", "Cache-Control", "no-cache"));
        FakeCall unwanted = FakeCall.get("/unwanted", "Cache-Control", "no-store");
        here.handle(unwanted);
        FakeCall other = FakeCall.get("/unwanted", "Cache-Control", "no-store");
        here.handle(other);

        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 3);
        gate.complete(null);
        assertThat(unwanted.await().content()).isEqualTo("v2");
        assertThat(other.await().content()).isEqualTo("v2");
        origin.answers = request -> CompletableFuture.failedFuture(new IllegalStateException("no connection"));
        assertThat(get(there, "/unwanted").content()).isEqualTo("v1");
    }

    @Test
    void head_staleWhileRevalidate_asksForContent() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "max-age=0, stale-while-revalidate=600");
        get(here, "/head");
        filled(here, 1);

        call(here, new FakeCall("HEAD", "/head"));

        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 2);
        assertThat(origin.last().method()).isEqualTo("GET");
        filled(here, 2);
        assertThat(get(here, "/head").content()).isEqualTo("v2");
    }

    @Test
    void get_firstOneWithCredentials_othersWaitForOneOfTheirs() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        origin.answers = request -> (request.fields().has("Authorization") ? gate : second)
                .thenCompose(done -> FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "max-age=60"));

        List<FakeCall> calls = waiting(5, "/herd", gate, "Authorization", "Basic eDp5");
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> here.store().stats().coalescedLoads() >= 7);
        second.complete(null);

        for (FakeCall call : calls) {
            assertThat(call.await().status()).isEqualTo(200);
        }
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_overTheBounds_isSharedByThoseWhoWaitAndNotStored() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "first", "Cache-Control", "max-age=60");
        get(here, "/bound/1");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request ->
                gate.thenCompose(done -> FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "max-age=60"));

        List<FakeCall> calls = waiting(5, "/bound/2", gate);

        for (FakeCall call : calls) {
            assertThat(call.await().content()).isEqualTo("v2");
        }
        assertThat(get(there, "/bound/2").content()).isEqualTo("v3");
    }

    @Test
    void get_contentTakesLong_countsForTheAge() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, new Slow(times), "Cache-Control", "max-age=600");

        FakeCall.Received first = get(here, "/slow");

        assertThat(Integer.parseInt(first.field("Age"))).isGreaterThanOrEqualTo(100);
    }

    /** Content that comes 100 seconds after its head. */
    private record Slow(Times times) implements Flow.Publisher<ByteBuffer> {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            times.pass(Duration.ofSeconds(100));
            new Bytes("slow".getBytes()).subscribe(subscriber);
        }
    }

    private void expire(String path) throws Exception {
        Route route = Route.of("all", "/", Profile.SAFE);
        Target target = (Target) Target.read(path, TargetRules.DEFAULT);
        RequestHead request = new RequestHead("GET", "http", "grounds.example", path, Fields.NONE);
        here.store()
                .expire(Keys.primary(route, route.rules(), request, target))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void get_expiredByHandAndTheOriginFails_isFreshForNobody() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        get(here, "/gone");
        filled(here, 1);
        expire("/gone");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request ->
                gate.thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("no connection")));

        for (FakeCall call : waiting(5, "/gone", gate)) {
            assertThat(call.await().status()).isEqualTo(504);
        }
    }

    @Test
    void get_expiredByHandAndTheOriginFails_isStaleWhereThatIsAllowed() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=60, stale-if-error=600", "ETag", "\"1\"");
        get(here, "/lenient");
        filled(here, 1);
        expire("/lenient");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request ->
                gate.thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("no connection")));

        for (FakeCall call : waiting(5, "/lenient", gate)) {
            FakeCall.Received received = call.await();
            assertThat(received.content()).isEqualTo("v1");
            assertThat(received.field("Cache-Status")).contains("detail=stale-if-error");
            assertThat(Integer.parseInt(received.field("Age"))).isGreaterThanOrEqualTo(60);
        }
        assertThat(origin.asked()).isEqualTo(2);
    }

    /** It finds nothing, and by the time that it asks, another one has stored something, a while ago. */
    @Test
    void get_storedByAnotherMeanwhile_hasTheAgeOfThat() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Larder larder = connected();
        HttpCache late = HttpCache.on(larder, origin)
                .clock(() -> {
                    looked.countDown();
                    pass(gate);
                    return Instant.now();
                })
                .route(Route.of("all", "/", Profile.SAFE))
                .build();
        origin.answers = request -> FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=60");
        FakeCall call = FakeCall.get("/aged");
        late.handle(call);
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        get(here, "/aged");
        filled(here, 1);
        long stored = System.nanoTime();

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        System.nanoTime() - stored > Duration.ofMillis(1_500).toNanos());
        gate.countDown();

        assertThat(Integer.parseInt(call.await().field("Age"))).isPositive();
        assertThat(origin.asked()).isEqualTo(1);
        larder.close();
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void get_notStored_isNoFailureOfTheSource() throws Exception {
        origin.answers = request -> FakeOrigin.respond(429, "slow down");
        get(here, "/many");
        origin.answers = request -> FakeOrigin.respond(200, "mine", "Cache-Control", "private");
        get(here, "/own", "Authorization", "Basic eDp5");
        origin.answers = request -> FakeOrigin.respond(200, "v1", "Cache-Control", "max-age=60");
        get(here, "/bound/a");
        get(here, "/bound/b");

        assertThat(here.store().stats().loads()).isEqualTo(4);
        assertThat(here.store().stats().loadFailures()).isZero();
    }

    @Test
    void get_expiredByHand_isValidated() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "v" + origin.asked(), "Cache-Control", "max-age=60", "ETag", "\"" + origin.asked() + "\"");
        get(here, "/soft");
        filled(here, 1);

        expire("/soft");

        assertThat(get(here, "/soft").content()).isEqualTo("v2");
        assertThat(origin.last().fields().first("If-None-Match")).isEqualTo("\"1\"");
    }

    @Test
    void get_errorNamesOtherFields_leavesTheVariants() throws Exception {
        origin.answers = request -> request.fields().first("Accept-Language").equals("en")
                ? FakeOrigin.respond(404, "none", "Cache-Control", "max-age=60", "Vary", "X-Other")
                : FakeOrigin.respond(200, "in de", "Cache-Control", "max-age=60");
        get(here, "/langs/flap", "Accept-Language", "de");
        get(here, "/langs/flap", "Accept-Language", "en");

        assertThat(get(here, "/langs/flap", "Accept-Language", "de").content()).isEqualTo("in de");
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_withoutTheFieldInTheKeyFirst_isAnotherResponse() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "in " + request.fields().first("Accept-Language"), "Cache-Control", "max-age=60");

        assertThat(get(here, "/langs/none").content()).isEqualTo("in null");
        filled(here, 1);
        assertThat(get(here, "/langs/none", "Accept-Language", "de").content()).isEqualTo("in de");
        assertThat(get(there, "/langs/none").content()).isEqualTo("in null");
        assertThat(origin.asked()).isEqualTo(2);
    }
}
