package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Questions that their content asks (RFC 10008). */
class HttpCacheQueryIT extends TwoProcesses {

    private void answer() {
        origin.answers = request ->
                FakeOrigin.respond(200, "v" + origin.asked() + " to " + origin.content, "Cache-Control", "max-age=60");
    }

    @Test
    void query_sameContent_isFetchedOnceForAllProcesses() throws Exception {
        answer();
        assertThat(call(here, FakeCall.query("/plots", "size > 3")).content()).isEqualTo("v1 to size > 3");
        filled(here, 1);

        FakeCall.Received hit = call(here, FakeCall.query("/plots", "size > 3"));
        assertThat(hit.content()).isEqualTo("v1 to size > 3");
        assertThat(hit.field("Cache-Status")).contains(";hit");
        assertThat(call(there, FakeCall.chunked("/plots", "size > 3")).content())
                .isEqualTo("v1 to size > 3");
        assertThat(origin.last().method()).isEqualTo("QUERY");
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void query_otherContentOrType_isAnotherQuestion() throws Exception {
        answer();
        call(here, FakeCall.query("/plots", "size > 3"));

        assertThat(call(here, FakeCall.query("/plots", "size > 4")).content()).isEqualTo("v2 to size > 4");
        assertThat(call(here, FakeCall.query("/plots", "size > 3", "Content-Language", "de"))
                        .content())
                .isEqualTo("v3 to size > 3");
        assertThat(get(here, "/plots").content()).startsWith("v4");
        assertThat(call(there, FakeCall.query("/plots", "size > 3")).content()).isEqualTo("v1 to size > 3");
    }

    @Test
    void query_tooLongForAKey_passes() throws Exception {
        answer();
        String content = "x".repeat(20_000);
        for (int i = 0; i < 2; i++) {
            assertThat(call(here, FakeCall.query("/long", content)).content()).endsWith(content);
            assertThat(call(here, FakeCall.chunked("/long", content)).content()).endsWith(content);
        }

        assertThat(origin.asked()).isEqualTo(4);
    }

    @Test
    void post_toTheTarget_invalidatesAllAnswers() throws Exception {
        answer();
        call(here, FakeCall.query("/plots", "size > 3"));
        call(here, FakeCall.query("/plots", "size > 4"));
        filled(here, 2);

        call(there, new FakeCall("POST", "/plots"));

        assertThat(call(there, FakeCall.query("/plots", "size > 3")).content()).startsWith("v4");
        assertThat(call(there, FakeCall.query("/plots", "size > 4")).content()).startsWith("v5");
    }

    @Test
    void query_stale_isAskedAgainWithItsContent() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200,
                "v" + origin.asked() + " to " + origin.content,
                "Cache-Control",
                "max-age=0, must-revalidate",
                "ETag",
                "\"" + origin.asked() + "\"");
        call(here, FakeCall.query("/plots", "size > 3"));
        filled(here, 1);
        origin.content = "";

        assertThat(call(here, FakeCall.query("/plots", "size > 3")).content()).isEqualTo("v2 to size > 3");
        assertThat(origin.last().fields().first("If-None-Match")).isEqualTo("\"1\"");
    }
}
