package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.larder.http.decision.Profile;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What reaches the origin and the client, whatever is stored, and whatever goes wrong. */
class HttpCacheAnswerIT extends TwoProcesses {

    @Override
    void settle(HttpCache.Builder cache) {
        cache.route(Route.of("coded", "/coded", Profile.SAFE)
                .with(FieldRules.builder().key("X-Edition").build()));
    }

    @Test
    void get_notWorthWaitingFor_sendsConditionsAndRangesToTheOrigin() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "mine", "Cache-Control", "private");
        get(here, "/private");
        filled(here, 1);

        get(here, "/private", "If-None-Match", "\"1\"", "Range", "bytes=0-1", "Cache-Control", "max-age=0");
        assertThat(origin.last().fields().first("If-None-Match")).isEqualTo("\"1\"");
        assertThat(origin.last().fields().first("Range")).isEqualTo("bytes=0-1");
        assertThat(origin.last().fields().first("Cache-Control")).isEqualTo("max-age=0");
    }

    @Test
    void get_originChoosesTheCoding_isNotGivenToClientsThatCannotReadIt() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200,
                request.fields().first("Accept-Encoding"),
                "Cache-Control",
                "max-age=60",
                "Vary",
                "Accept-Encoding");

        assertThat(get(here, "/coded", "Accept-Encoding", "gzip, br").content()).isEqualTo("gzip");
        filled(here, 1);
        assertThat(get(here, "/coded").content()).isEqualTo("identity");
        assertThat(get(there, "/coded", "Accept-Encoding", "gzip").content()).isEqualTo("gzip");
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_longContentStored_isGivenAsItIsAskedFor() throws Exception {
        String content = "0123456789".repeat(20_000);
        origin.answers = request -> FakeOrigin.respond(200, content, "Cache-Control", "max-age=60");
        get(here, "/long");
        filled(here, 1);

        FakeCall whole = FakeCall.get("/long");
        FakeCall part = FakeCall.get("/long", "Range", "bytes=10-19");

        assertThat(call(here, whole).content()).isEqualTo(content);
        assertThat(whole.isStreamed()).isTrue();
        assertThat(call(here, part).content()).isEqualTo("0123456789");
        assertThat(part.isStreamed()).isFalse();
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void get_allPlacesAtTheOriginTaken_isRefusedWhenItHasWaited() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        origin.answers = request -> gate.thenCompose(done -> FakeOrigin.respond(200, "late"));
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            FakeCall call = FakeCall.get("/taken/" + i);
            calls.add(call);
            here.handle(call);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 512);

        FakeCall.Received refused = get(here, "/taken/more");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.content()).contains("too-many-loads");
        assertThat(origin.asked()).isEqualTo(512);
        gate.complete(null);
        for (FakeCall call : calls) {
            assertThat(call.await().status()).isEqualTo(200);
        }
    }

    @Test
    void get_noContent_isGivenWithoutALength() throws Exception {
        origin.answers = request -> FakeOrigin.respond(204, "", "Cache-Control", "max-age=60");

        assertThat(get(here, "/nothing").field("Content-Length")).isNull();
        assertThat(call(here, new FakeCall("POST", "/nothing")).field("Content-Length"))
                .isNull();
    }

    @Test
    void handle_originThrows_isAnswered() throws Exception {
        origin.answers = request -> {
            throw new IllegalStateException("broken");
        };

        assertThat(call(here, new FakeCall("POST", "/throws")).status()).isEqualTo(500);
        assertThat(get(here, "/throws").status()).isEqualTo(504);
    }

    @Test
    void handle_answerFails_dropsTheContent() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        origin.answers = request -> FakeOrigin.respond(200, cancellable(cancelled), "Cache-Control", "private");
        FakeCall call = new FakeCall("POST", "/drops");

        here.handle(new Failing(call));

        cancelled.get(10, TimeUnit.SECONDS);
        assertThat(call.await().status()).isEqualTo(500);
    }

    @Test
    void get_answerFails_dropsTheContent() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        origin.answers = request -> FakeOrigin.respond(200, cancellable(cancelled), "Cache-Control", "private");
        FakeCall call = FakeCall.get("/drops");

        here.handle(new Failing(call));

        cancelled.get(10, TimeUnit.SECONDS);
        assertThat(call.await().status()).isEqualTo(500);
    }

    private static Flow.Publisher<ByteBuffer> cancellable(CompletableFuture<Void> cancelled) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled.complete(null);
            }
        });
    }

    /** A call that cannot be answered by a stream. */
    private record Failing(FakeCall call) implements Call {
        @Override
        public Arrival arrival() {
            return call.arrival();
        }

        @Override
        public Flow.Publisher<ByteBuffer> content() {
            return call.content();
        }

        @Override
        public void interim(ResponseHead head) {
            call.interim(head);
        }

        @Override
        public void answer(ResponseHead head, List<ByteBuffer> content) {
            call.answer(head, content);
        }

        @Override
        public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
            throw new IllegalStateException("no stream");
        }
    }

    @Test
    void build_twoRoutesOfOnePrefix_isRefused() {
        HttpCache.Builder builder = HttpCache.on(one, origin).route(Route.of("one", "/plots", Profile.SAFE));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.route(Route.of("two", "/plots", Profile.SAFE)))
                .withMessageContaining("one and two");
    }

    @Test
    void build_patienceBeyondTheLease_isRefused() {
        HttpCache.Builder builder = HttpCache.on(one, origin);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.patience(Duration.ofSeconds(16)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.patience(Duration.ZERO));
    }
}
