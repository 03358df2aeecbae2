package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.RequestHead;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Parts of representations (206), where settings have them stored. */
class HttpCachePartsIT extends TwoProcesses {

    private static final String WHOLE = "0123456789";

    private static final AtomicInteger VIDEOS = new AtomicInteger();

    private final String video = "/vary/video" + VIDEOS.incrementAndGet();
    private volatile String tag = "\"1\"";

    /** An origin that knows ranges. */
    private CompletionStage<Origin.Response> respond(RequestHead request) {
        String range = request.fields().first("Range");
        if (range == null) {
            return FakeOrigin.respond(200, WHOLE, "Cache-Control", "max-age=60", "ETag", tag);
        }
        String[] ends = range.substring("bytes=".length()).split("-", 2);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[1]);
        return FakeOrigin.respond(
                206,
                WHOLE.substring(first, last + 1),
                "Cache-Control",
                "max-age=60",
                "ETag",
                tag,
                "Content-Range",
                "bytes " + first + "-" + last + "/10");
    }

    private FakeCall.Received part(HttpCache cache, String range, String... fields) throws Exception {
        String[] all = new String[fields.length + 2];
        all[0] = "Range";
        all[1] = range;
        System.arraycopy(fields, 0, all, 2, fields.length);
        return get(cache, video, all);
    }

    @Test
    void get_partOfNothing_isFetchedAndAnswersPartsOfIt() throws Exception {
        origin.answers = this::respond;

        FakeCall.Received first = part(here, "bytes=2-7");
        filled(here, 1);

        assertThat(first.status()).isEqualTo(206);
        assertThat(first.content()).isEqualTo("234567");
        assertThat(first.field("Content-Range")).isEqualTo("bytes 2-7/10");
        assertThat(part(here, "bytes=3-4").content()).isEqualTo("34");
        assertThat(part(there, "bytes=2-3,6-7").content())
                .contains("\r\n\r\n23\r\n")
                .contains("\r\n\r\n67\r\n");
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void get_missingParts_areAddedUntilItIsWhole() throws Exception {
        origin.answers = this::respond;
        part(here, "bytes=0-3");
        filled(here, 1);
        part(here, "bytes=6-9");
        filled(here, 2);
        assertThat(part(there, "bytes=7-9").content()).isEqualTo("789");
        assertThat(part(here, "bytes=0-1").content()).isEqualTo("01");
        assertThat(origin.asked()).isEqualTo(2);

        FakeCall.Received last = part(here, "bytes=4-5");
        filled(here, 3);

        assertThat(last.content()).isEqualTo("45");
        FakeCall.Received whole = get(there, video);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.content()).isEqualTo(WHOLE);
        assertThat(whole.field("Content-Length")).isEqualTo("10");
        assertThat(origin.asked()).isEqualTo(3);
    }

    @Test
    void get_wholeWherePartsAreStored_isFetched() throws Exception {
        origin.answers = this::respond;
        part(here, "bytes=0-3");
        filled(here, 1);

        FakeCall.Received whole = get(here, video);
        filled(here, 2);

        assertThat(whole.content()).isEqualTo(WHOLE);
        assertThat(part(there, "bytes=8-9").content()).isEqualTo("89");
        assertThat(origin.asked()).isEqualTo(2);
    }

    @Test
    void get_partOfAnotherRepresentation_isNotJoined() throws Exception {
        origin.answers = this::respond;
        part(here, "bytes=0-3");
        filled(here, 1);
        tag = "\"2\"";

        assertThat(part(here, "bytes=6-9").content()).isEqualTo("6789");
        filled(here, 2);
        assertThat(part(here, "bytes=0-3").field("ETag")).isEqualTo("\"2\"");
        assertThat(origin.asked()).isEqualTo(3);
    }

    @Test
    void get_ifRange_isEvaluatedOnWhatIsStored() throws Exception {
        origin.answers = this::respond;
        part(here, "bytes=0-3");
        filled(here, 1);

        assertThat(part(here, "bytes=1-2", "If-Range", "\"1\"").content()).isEqualTo("12");
        assertThat(origin.asked()).isEqualTo(1);
        assertThat(part(here, "bytes=4-5", "If-Range", "\"1\"").content()).isEqualTo("45");
        filled(here, 2);
        assertThat(origin.last().fields().first("Range")).isEqualTo("bytes=4-5");
        assertThat(part(here, "bytes=1-2", "If-Range", "\"0\"").content()).isEqualTo(WHOLE);
        assertThat(origin.last().fields().has("Range")).isFalse();
    }

    @Test
    void get_partThatIsLongerThanItSays_isNotStored() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                206, "0123", "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Range", "bytes 0-1/10");

        assertThat(part(here, "bytes=0-1").status()).isEqualTo(504);
    }

    @Test
    void get_otherPartThanWasAskedFor_isPassedOn() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                206, "01", "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Range", "bytes 0-1/10");

        assertThat(part(here, "bytes=4-5").field("Content-Range")).isEqualTo("bytes 0-1/10");
    }

    @Test
    void get_rangeNotThere_isNotSatisfiableAndNotStored() throws Exception {
        origin.answers = request -> FakeOrigin.respond(416, "", "Content-Range", "bytes */10");

        assertThat(part(here, "bytes=20-30").status()).isEqualTo(416);
        origin.answers = this::respond;
        assertThat(get(here, video).content()).isEqualTo(WHOLE);
    }

    @Test
    void get_partInProfileSafe_fetchesTheWhole() throws Exception {
        origin.answers = this::respond;

        assertThat(get(here, "/video", "Range", "bytes=2-3").content()).isEqualTo("23");
        filled(here, 1);
        assertThat(origin.last().fields().has("Range")).isFalse();
        assertThat(get(there, "/video").content()).isEqualTo(WHOLE);
        assertThat(origin.asked()).isEqualTo(1);
    }
}
