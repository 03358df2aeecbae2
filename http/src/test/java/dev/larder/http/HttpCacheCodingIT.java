package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What is stored without a coding, as its client wants it. */
class HttpCacheCodingIT extends TwoProcesses {

    private static final String LONG = "0123456789".repeat(200);

    @Override
    void settle(HttpCache.Builder cache) {
        cache.route(Route.of("plain", "/plain", Profile.SAFE)
                .with(CacheSettings.builder(Profile.SAFE)
                        .encodingHandled(true)
                        .codings(List.of(), 0)
                        .build()));
    }

    private void answer(String content, String... fields) {
        List<String> all = new ArrayList<>(List.of("Cache-Control", "max-age=60", "ETag", "\"1\""));
        all.addAll(List.of(fields));
        origin.answers = request -> FakeOrigin.respond(200, content, all.toArray(new String[0]));
    }

    private static String unzipped(FakeCall.Received received) throws IOException {
        byte[] bytes = received.content().getBytes(StandardCharsets.ISO_8859_1);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void get_clientAcceptsGzip_isSentInItWithItsOwnHead() throws Exception {
        answer(LONG, "Accept-Ranges", "bytes", "Content-MD5", "x");

        for (int i = 0; i < 2; i++) {
            FakeCall.Received received = get(here, "/long", "Accept-Encoding", "gzip, deflate");
            assertThat(unzipped(received)).isEqualTo(LONG);
            assertThat(received.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(received.field("Content-Length"))
                    .isEqualTo(String.valueOf(received.content().length()));
            assertThat(received.field("ETag")).isEqualTo("W/\"1\"");
            assertThat(received.field("Vary")).isEqualTo("Accept-Encoding");
            assertThat(received.field("Accept-Ranges")).isNull();
            assertThat(received.field("Content-MD5")).isNull();
        }
        assertThat(origin.last().fields().first("Accept-Encoding")).isEqualTo("identity");
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void get_clientAcceptsZstd_isSentInIt() throws Exception {
        answer(LONG);

        FakeCall.Received received = get(here, "/long", "Accept-Encoding", "gzip, zstd");

        assertThat(received.field("Content-Encoding")).isEqualTo("zstd");
        byte[] bytes = received.content().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new String(Zstd.decompress(bytes, LONG.length()), StandardCharsets.UTF_8))
                .isEqualTo(LONG);
    }

    @Test
    void get_clientAcceptsNone_isSentAsItIs() throws Exception {
        answer(LONG, "Accept-Ranges", "bytes");
        get(here, "/long", "Accept-Encoding", "gzip");

        for (String accepted : List.of("", "identity", "br", "gzip;q=0", "*;q=0")) {
            FakeCall.Received received =
                    accepted.isEmpty() ? get(here, "/long") : get(here, "/long", "Accept-Encoding", accepted);
            assertThat(received.content()).isEqualTo(LONG);
            assertThat(received.field("ETag")).isEqualTo("\"1\"");
            assertThat(received.field("Content-Encoding")).isNull();
            assertThat(received.field("Vary")).isNull();
        }
    }

    @Test
    void get_notWorthIt_isSentAsItIs() throws Exception {
        answer("short");
        assertThat(get(here, "/short", "Accept-Encoding", "gzip").content()).isEqualTo("short");
        answer(LONG, "Content-Type", "image/png");
        assertThat(get(here, "/image", "Accept-Encoding", "gzip").content()).isEqualTo(LONG);
        answer(LONG, "Content-Encoding", "br");
        assertThat(get(here, "/coded", "Accept-Encoding", "gzip").content()).isEqualTo(LONG);
        answer(LONG);
        assertThat(get(here, "/plain", "Accept-Encoding", "gzip").content()).isEqualTo(LONG);
    }

    @Test
    void get_noTransform_isSentAsItIs() throws Exception {
        answer(LONG);
        assertThat(get(here, "/one", "Accept-Encoding", "gzip", "Cache-Control", "no-transform")
                        .content())
                .isEqualTo(LONG);
        origin.answers = request -> FakeOrigin.respond(200, LONG, "Cache-Control", "max-age=60, no-transform");
        assertThat(get(here, "/two", "Accept-Encoding", "gzip").content()).isEqualTo(LONG);
    }

    /** Who can choose a part of what one user gets could measure the rest by its length. */
    @Test
    void get_notShared_isNeverCoded() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, LONG, "Cache-Control", "private");
        for (int i = 0; i < 2; i++) {
            FakeCall.Received received = get(here, "/own", "Accept-Encoding", "gzip");
            assertThat(received.content()).isEqualTo(LONG);
            assertThat(received.field("Content-Encoding")).isNull();
        }
    }

    @Test
    void get_conditions_holdForBothRepresentations() throws Exception {
        answer(LONG);
        get(here, "/long");

        for (String tag : List.of("\"1\"", "W/\"1\"")) {
            FakeCall.Received coded = get(here, "/long", "Accept-Encoding", "gzip", "If-None-Match", tag);
            assertThat(coded.status()).isEqualTo(304);
            assertThat(coded.field("ETag")).isEqualTo("W/\"1\"");
            assertThat(coded.field("Vary")).isEqualTo("Accept-Encoding");
            FakeCall.Received plain = get(here, "/long", "If-None-Match", tag);
            assertThat(plain.status()).isEqualTo(304);
            assertThat(plain.field("ETag")).isEqualTo("\"1\"");
        }
        assertThat(unzipped(get(here, "/long", "Accept-Encoding", "gzip", "If-None-Match", "\"2\"")))
                .isEqualTo(LONG);
    }

    @Test
    void get_ranges_areOfWhatIsStored() throws Exception {
        answer(LONG);
        get(here, "/long");

        FakeCall.Received part = get(here, "/long", "Accept-Encoding", "gzip", "Range", "bytes=0-3");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.content()).isEqualTo("0123");
        assertThat(part.field("Content-Encoding")).isNull();
        FakeCall.Received whole =
                get(here, "/long", "Accept-Encoding", "gzip", "Range", "bytes=0-3", "If-Range", "W/\"1\"");
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.content()).isEqualTo(LONG);
    }

    @Test
    void head_clientAcceptsGzip_hasTheHeadOfGet() throws Exception {
        answer(LONG);
        FakeCall.Received got = get(here, "/long", "Accept-Encoding", "gzip");
        filled(here, 1);

        FakeCall.Received head = call(here, new FakeCall("HEAD", "/long", "Accept-Encoding", "gzip"));

        assertThat(head.content()).isEmpty();
        for (String name : List.of("Content-Length", "Content-Encoding", "ETag", "Vary")) {
            assertThat(head.field(name)).isEqualTo(got.field(name));
        }
    }

    @Test
    void get_longContentOfManyAtOnce_isCodedOnce() throws Exception {
        String content = LONG.repeat(100);
        answer(content);
        get(here, "/longer");
        filled(here, 1);
        List<FakeCall> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FakeCall call = FakeCall.get("/longer", "Accept-Encoding", "gzip");
            calls.add(call);
            here.handle(call);
        }

        for (FakeCall call : calls) {
            assertThat(unzipped(call.await())).isEqualTo(content);
        }
        assertThat(here.codes().made()).isEqualTo(1);
    }
}
