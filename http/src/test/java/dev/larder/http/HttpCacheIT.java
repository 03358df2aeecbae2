package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** The way of requests through the cache, with Redis and a scripted origin. */
class HttpCacheIT extends TwoProcesses {

    @Test
    void get_fresh_isFetchedOnceForAllProcesses() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "hedges", "Cache-Control", "max-age=60", "ETag", "\"1\"");

        FakeCall.Received first = get(here, "/plots?b=2&a=1");
        filled(here, 1);
        FakeCall.Received second = get(here, "/plots?b=2&a=1");
        FakeCall.Received third = get(there, "/%70lots?b=2&a=1");

        assertThat(first.content()).isEqualTo("hedges");
        assertThat(first.field("Cache-Status"))
                .contains("\"larder\";fwd=uri-miss;fwd-status=200")
                .contains("stored");
        assertThat(second.content()).isEqualTo("hedges");
        assertThat(second.field("Cache-Status")).contains(";hit;ttl=");
        assertThat(second.field("Age")).isNotNull();
        assertThat(third.content()).isEqualTo("hedges");
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void get_conditionsAndRanges_areAnsweredFromTheStore() throws Exception {
        origin.answers =
                request -> FakeOrigin.respond(200, "0123456789", "Cache-Control", "max-age=60", "ETag", "\"1\"");
        FakeCall.Received first = get(here, "/parts", "Range", "bytes=0-1", "If-None-Match", "\"0\"");

        assertThat(first.status()).isEqualTo(206);
        assertThat(first.content()).isEqualTo("01");
        assertThat(origin.last().fields().names()).doesNotContain("range", "if-none-match");
        assertThat(get(here, "/parts", "If-None-Match", "W/\"1\"").status()).isEqualTo(304);
        assertThat(get(here, "/parts", "Range", "bytes=2-3,8-").content())
                .contains("\r\n\r\n23\r\n")
                .contains("\r\n\r\n89\r\n");
        assertThat(call(here, new FakeCall("HEAD", "/parts")).content()).isEmpty();
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void get_stale_isValidated() throws Exception {
        origin.answers = request -> request.fields().has("If-None-Match")
                ? FakeOrigin.respond(304, new Bytes(new byte[0]), "ETag", "\"1\"", "Cache-Control", "max-age=60")
                : FakeOrigin.respond(200, "ponds", "Cache-Control", "no-cache", "ETag", "\"1\"");
        get(here, "/ponds");
        filled(here, 1);

        FakeCall.Received second = get(here, "/ponds");
        filled(here, 2);
        FakeCall.Received third = get(there, "/ponds");

        assertThat(second.content()).isEqualTo("ponds");
        assertThat(second.field("Cache-Status")).contains("fwd=stale;fwd-status=304");
        assertThat(third.field("Cache-Status")).contains(";hit");
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_notToBeShared_goesToItsClientOnly() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request -> gate.thenCompose(done ->
                FakeOrigin.respond(200, "mine " + origin.asked(), "Cache-Control", "max-age=60", "Set-Cookie", "id=1"));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeCall call = FakeCall.get("/mine");
            calls.add(call);
            here.handle(call);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 1);
        gate.complete(null);

        for (FakeCall call : calls) {
            assertThat(call.await().field("Set-Cookie")).isEqualTo("id=1");
        }
        assertThat(origin.asked()).isEqualTo(5);
        get(there, "/mine");
        assertThat(origin.asked()).isEqualTo(6);
    }

    @Test
    void get_manyAtOnceInTwoProcesses_askTheOriginOnce() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers =
                request -> gate.thenCompose(done -> FakeOrigin.respond(200, "paths", "Cache-Control", "max-age=60"));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            FakeCall call = FakeCall.get("/paths");
            calls.add(call);
            (i % 2 == 0 ? here : there).handle(call);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() > 0);
        gate.complete(null);

        for (FakeCall call : calls) {
            assertThat(call.await().content()).isEqualTo("paths");
        }
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void get_varying_hasAResponseForEach() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200,
                "in " + request.fields().first("Accept-Language"),
                "Cache-Control",
                "max-age=60",
                "Vary",
                "Accept-Language");

        for (HttpCache cache : List.of(here, there, here)) {
            assertThat(get(cache, "/vary", "Accept-Language", "de").content()).isEqualTo("in de");
            assertThat(get(cache, "/vary", "Accept-Language", "en").content()).isEqualTo("in en");
        }

        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_fieldInTheKey_hasAResponseForEach() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "in " + request.fields().first("Accept-Language"), "Cache-Control", "max-age=60");

        assertThat(get(here, "/langs", "Accept-Language", "de").content()).isEqualTo("in de");
        assertThat(get(here, "/langs", "Accept-Language", "EN").content()).isEqualTo("in en");
        assertThat(get(here, "/langs", "Accept-Language", "fr").content()).isEqualTo("in null");
        assertThat(get(there, "/langs", "Accept-Language", "xx").content()).isEqualTo("in null");
        assertThat(get(there, "/langs", "Accept-Language", "de").content()).isEqualTo("in de");
        assertThat(origin.asked()).isEqualTo(3);
    }

    @Test
    void post_done_invalidatesItsTargetInAllVariants() throws Exception {
        origin.answers = request -> request.method().equals("POST")
                ? FakeOrigin.respond(201, "", "Location", "/vary")
                : FakeOrigin.respond(
                        200, "v" + origin.asked(), "Cache-Control", "max-age=60", "Vary", "Accept-Language");
        assertThat(get(here, "/vary", "Accept-Language", "de").content()).isEqualTo("v1");
        assertThat(get(here, "/vary", "Accept-Language", "en").content()).isEqualTo("v2");

        call(there, new FakeCall("POST", "/orders"));

        assertThat(get(there, "/vary", "Accept-Language", "de").content()).isEqualTo("v4");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        get(here, "/vary", "Accept-Language", "en").content().equals("v5"));
    }

    @Test
    void invalidateTag_namedByTheResponse_reachesIt() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "v" + origin.asked(), "Cache-Control", "max-age=60", "Cache-Tag", "contract:42");
        FakeCall.Received first = get(here, "/contracts/42");

        two.invalidateTag("contract:42");

        assertThat(first.field("Cache-Tag")).isNull();
        assertThat(get(there, "/contracts/42").content()).isEqualTo("v2");
    }

    /** The pool that all of the process share may be busy with what it likes. */
    @Test
    void post_invalidatesAGroup_needsNoThreadOfOthers() throws Exception {
        origin.answers = request -> request.method().equals("POST")
                ? FakeOrigin.respond(200, "", "Cache-Group-Invalidation", "\"plots\"")
                : FakeOrigin.respond(
                        200, "v" + origin.asked(), "Cache-Control", "max-age=60", "Cache-Groups", "\"plots\"");
        get(here, "/plots/1");
        filled(here, 1);
        CountDownLatch busy = new CountDownLatch(1);
        for (int i = 0; i < Math.max(1, ForkJoinPool.getCommonPoolParallelism()); i++) {
            ForkJoinPool.commonPool().execute(() -> pass(busy));
        }
        FakeCall call = new FakeCall("POST", "/plots");

        here.handle(call);

        await().atMost(Duration.ofSeconds(10)).until(call::isAnswered);
        busy.countDown();
        assertThat(get(here, "/plots/1").content()).isEqualTo("v3");
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void get_originGone_isStaleWhereTheResponseAllowsItAnd504Otherwise() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200,
                "v1",
                "Cache-Control",
                request.target().equals("/lenient") ? "max-age=0, stale-if-error=600" : "max-age=0",
                "ETag",
                "\"1\"");
        get(here, "/lenient");
        get(here, "/strict");
        filled(here, 2);
        origin.answers = request -> CompletableFuture.failedFuture(new IllegalStateException("no connection"));

        FakeCall.Received lenient = get(here, "/lenient");
        FakeCall.Received strict = get(here, "/strict");

        assertThat(lenient.content()).isEqualTo("v1");
        assertThat(lenient.field("Cache-Status")).contains("detail=stale-if-error");
        assertThat(strict.status()).isEqualTo(504);
        assertThat(strict.field("Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void get_contentCutShort_isNotStored() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, new Bytes("half".getBytes()), "Cache-Control", "max-age=60", "Content-Length", "8");
        assertThat(get(here, "/cut").status()).isEqualTo(504);

        origin.answers = request -> FakeOrigin.respond(200, "complete", "Cache-Control", "max-age=60");
        assertThat(get(here, "/cut").content()).isEqualTo("complete");
    }

    @Test
    void get_contentTooLongToBeStored_isStreamedToAll() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, new Drops(1_000), "Cache-Control", "max-age=60");

        assertThat(get(here, "/small/video").content()).hasSize(4_000);
        assertThat(get(here, "/small/video").content()).hasSize(4_000);
        assertThat(origin.asked()).isEqualTo(2);
    }

    /** Content that comes four bytes at a time, when it is asked for. */
    private static final class Drops implements Flow.Publisher<ByteBuffer> {
        private int left;

        Drops(int drops) {
            left = drops;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {
                    for (long i = 0; i < count && left > 0; i++) {
                        left--;
                        boolean last = left == 0;
                        subscriber.onNext(ByteBuffer.wrap("drop".getBytes()));
                        if (last) {
                            subscriber.onComplete();
                        }
                    }
                }

                @Override
                public void cancel() {
                    left = 0;
                }
            });
        }
    }

    @Test
    void get_staleWhileRevalidate_isAnsweredAtOnceAndFetchedOnce() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "v" + origin.asked(), "Cache-Control", "max-age=0, stale-while-revalidate=600");
        get(here, "/swr");
        filled(here, 1);

        FakeCall.Received second = get(here, "/swr");

        assertThat(second.content()).isEqualTo("v1");
        assertThat(second.field("Cache-Status")).contains("detail=stale-while-revalidate");
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 2);
    }

    @Test
    void get_onlyIfCachedObeyedByProfileRfc_is504() throws Exception {
        assertThat(get(here, "/vary/none", "Cache-Control", "only-if-cached").status())
                .isEqualTo(504);
        assertThat(origin.asked()).isZero();
    }
}
