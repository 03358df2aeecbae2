package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.TIMES;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.ok;
import static dev.larder.http.decision.Messages.request;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.decision.Combining.Combine;
import dev.larder.http.decision.Combining.Separate;
import dev.larder.http.message.ResponseHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CombiningTest {

    private static final Stored FIRST = store(get("Range", "bytes=0-4"), part("bytes 0-4/10", "X", "1"), RFC);

    private static ResponseHead part(String range, String... more) {
        return response(206, "Cache-Control", "max-age=60", "Content-Range", range, "Content-Length", "5", more);
    }

    private static ResponseHead response(
            int status, String a, String b, String c, String d, String e, String f, String... more) {
        ResponseHead head = Messages.response(status, a, b, c, d, e, f, "ETag", "\"1\"");
        for (int i = 0; i < more.length; i += 2) {
            head = head.with(head.fields().with(more[i], more[i + 1]));
        }
        return head;
    }

    private static Combining with(ResponseHead part) {
        return Combining.of(FIRST, get(), part, TIMES, RFC);
    }

    @Test
    void of_missingBytes_makeACompleteResponse() {
        Stored stored = ((Combine) with(part("bytes 5-9/10", "X", "2"))).stored();
        assertThat(stored.coverage()).isNull();
        assertThat(stored.head().status()).isEqualTo(200);
        assertThat(stored.head().fields().all("Content-Length")).containsExactly("10");
        assertThat(stored.head().fields().has("Content-Range")).isFalse();
        assertThat(stored.head().fields().all("X")).containsExactly("2");
    }

    @Test
    void of_otherBytes_areAdded() {
        Stored stored = ((Combine) with(part("bytes 7-8/10"))).stored();
        assertThat(stored.head().status()).isEqualTo(206);
        assertThat(stored.coverage()).isEqualTo(new Coverage(List.of(new ByteRange(0, 4), new ByteRange(7, 8)), 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 5-9/11", "bytes 5-9/*", "items 5-9/10", "bytes 9-5/10", "bytes 5-10/10"})
    void of_otherLengthOrInvalidRange_isSeparate(String range) {
        assertThat(with(part(range))).isEqualTo(new Separate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "W/\"1\"", "x"})
    void of_noCommonStrongValidator_isSeparate(String tag) {
        assertThat(with(part("bytes 5-9/10", "ETag", tag))).isEqualTo(new Separate());
    }

    @Test
    void of_lastModified_isStrongIfOlderThanTheResponse() {
        ResponseHead old = Messages.response(
                206, "Cache-Control", "max-age=60", "Content-Range", "bytes 0-4/10", "Last-Modified", date(-9));
        ResponseHead young = old.with(old.fields().with("Last-Modified", date(0)));
        assertThat(Combining.of(store(get(), old, RFC), get(), old, TIMES, RFC)).isInstanceOf(Combine.class);
        assertThat(Combining.of(store(get(), young, RFC), get(), young, TIMES, RFC))
                .isEqualTo(new Separate());
    }

    @Test
    void of_completeResponses_areSeparate() {
        assertThat(with(ok("Cache-Control", "max-age=60", "ETag", "\"1\""))).isEqualTo(new Separate());
        Stored whole = store(get(), ok("Cache-Control", "max-age=60", "ETag", "\"1\""), RFC);
        assertThat(Combining.of(whole, get(), part("bytes 5-9/10"), TIMES, RFC)).isEqualTo(new Separate());
    }

    @Test
    void of_severalRangesInOne_areSeparate() {
        ResponseHead parts = Messages.response(
                206,
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"1\"",
                "Content-Type",
                "multipart/byteranges; boundary=x");
        assertThat(with(parts)).isEqualTo(new Separate());
    }

    @Test
    void of_newerThatForbidsStoring_isSeparate() {
        assertThat(with(part("bytes 5-9/10", "Cache-Control", "no-store"))).isEqualTo(new Separate());
    }

    @Test
    void range_onePartOfWhatIsNotStored_isAskedFor() {
        assertThat(Combining.range(get("Range", "bytes=0-1"), null, NOW, RFC)).isEqualTo("bytes=0-1");
        assertThat(Combining.range(get("Range", "bytes=-5"), null, NOW, RFC)).isEqualTo("bytes=-5");
        for (String range : List.of("bytes=0-1,3-4", "items=0-1", "bytes=", "bytes", "bytes=2-1")) {
            assertThat(Combining.range(get("Range", range), null, NOW, RFC)).isNull();
        }
        assertThat(Combining.range(get(), null, NOW, RFC)).isNull();
        assertThat(Combining.range(request("HEAD", "Range", "bytes=0-1"), null, NOW, RFC))
                .isNull();
    }

    @Test
    void range_partsNotStoredOrTheWholeIs_isNot() {
        assertThat(Combining.range(get("Range", "bytes=0-1"), null, NOW, SAFE)).isNull();
        assertThat(Combining.range(get("Range", "bytes=0-1"), stored(RFC, "Cache-Control", "max-age=60"), NOW, RFC))
                .isNull();
    }

    @Test
    void range_ifRange_isForPartsThatAreStored() {
        assertThat(Combining.range(get("Range", "bytes=5-6", "If-Range", "\"1\""), FIRST, NOW, RFC))
                .isEqualTo("bytes=5-6");
        assertThat(Combining.range(get("Range", "bytes=5-6", "If-Range", "\"0\""), FIRST, NOW, RFC))
                .isNull();
        assertThat(Combining.range(get("Range", "bytes=5-6", "If-Range", "\"1\""), null, NOW, RFC))
                .isNull();
    }
}
