package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.DATE;
import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.request;
import static dev.larder.http.decision.Messages.response;
import static dev.larder.http.decision.Messages.seconds;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.decision.Answer.Bytes;
import dev.larder.http.decision.Answer.Text;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import org.junit.jupiter.api.Test;

final class AnswerTest {

    private static final Stored STORED = stored(
            SAFE,
            "Cache-Control",
            "max-age=60",
            "ETag",
            "\"1\"",
            "Last-Modified",
            date(-100),
            "Content-Type",
            "text/plain",
            "Content-Language",
            "de",
            "Content-Location",
            "/a.de",
            "Vary",
            "Accept",
            "Age",
            "7",
            "X-Other",
            "x");

    private static Answer of(RequestHead request) {
        return Answer.of(request, STORED, 100, seconds(9), NOW, () -> "xyz", SAFE);
    }

    private static Bytes bytes(long first, long last) {
        return new Bytes(new ByteRange(first, last));
    }

    @Test
    void of_plainRequest_isTheWholeWithItsAge() {
        Answer answer = of(get());
        assertThat(answer.head().status()).isEqualTo(200);
        assertThat(answer.head().fields())
                .isEqualTo(STORED.head().fields().with("Age", "9").with("Content-Length", "100"));
        assertThat(answer.content()).containsExactly(bytes(0, 99));
    }

    @Test
    void of_justValidated_keepsTheAgeOfTheOrigin() {
        Answer answer = Answer.of(get(), STORED, 100, null, NOW, () -> "xyz", SAFE);
        assertThat(answer.head().fields().all("Age")).containsExactly("7");
    }

    @Test
    void of_head_hasTheLengthAndNoContent() {
        Answer answer = of(request("HEAD", "Range", "bytes=0-1"));
        assertThat(answer.head()).isEqualTo(of(get()).head());
        assertThat(answer.content()).isEmpty();
    }

    @Test
    void of_emptyContent_isNothing() {
        Answer answer = Answer.of(get("Range", "bytes=0-"), STORED, 0, seconds(9), NOW, () -> "xyz", SAFE);
        assertThat(answer.head().status()).isEqualTo(200);
        assertThat(answer.head().fields().first("Content-Length")).isEqualTo("0");
        assertThat(answer.content()).isEmpty();
        Stored none = store(get(), response(204, "Cache-Control", "max-age=60"), SAFE);
        Answer bare = Answer.of(get(), none, 0, seconds(0), NOW, () -> "xyz", SAFE);
        assertThat(bare.head().fields().has("Content-Length")).isFalse();
    }

    @Test
    void of_conditionThatIsFalse_isNotModifiedWithoutWhatTheClientHas() {
        Answer answer = of(get("If-None-Match", "\"1\"", "Range", "bytes=0-1"));
        assertThat(answer.head().status()).isEqualTo(304);
        assertThat(answer.content()).isEmpty();
        assertThat(answer.head().fields().names())
                .containsExactly("age", "cache-control", "content-location", "date", "etag", "vary", "x-other");
    }

    @Test
    void of_notModifiedWithoutTag_tellsTheModificationDate() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=60", "Last-Modified", date(-100));
        Answer answer = Answer.of(get("If-Modified-Since", DATE), stored, 9, seconds(0), NOW, () -> "xyz", SAFE);
        assertThat(answer.head().status()).isEqualTo(304);
        assertThat(answer.head().fields().first("Last-Modified")).isEqualTo(date(-100));
    }

    @Test
    void of_statusThatIsNoSuccess_ignoresConditionsAndRanges() {
        Stored gone = store(get(), response(404, "Cache-Control", "max-age=60", "ETag", "\"1\""), SAFE);
        Answer answer = Answer.of(
                get("If-None-Match", "\"1\"", "Range", "bytes=0-1"), gone, 9, seconds(1), NOW, () -> "xyz", SAFE);
        assertThat(answer.head().status()).isEqualTo(404);
        assertThat(answer.content()).containsExactly(bytes(0, 8));
    }

    @Test
    void of_oneRange_isAPart() {
        Answer answer = of(get("Range", "bytes=10-19"));
        assertThat(answer.head().status()).isEqualTo(206);
        assertThat(answer.head().fields().first("Content-Range")).isEqualTo("bytes 10-19/100");
        assertThat(answer.head().fields().first("Content-Length")).isEqualTo("10");
        assertThat(answer.head().fields().first("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.content()).containsExactly(bytes(10, 19));
    }

    @Test
    void of_oneRangeIfUnchanged_hasOnlyWhatTheClientLacks() {
        Fields fields =
                of(get("Range", "bytes=10-19", "If-Range", "\"1\"")).head().fields();
        assertThat(fields.names())
                .containsExactly(
                        "age",
                        "cache-control",
                        "content-length",
                        "content-location",
                        "content-range",
                        "date",
                        "etag",
                        "vary",
                        "x-other");
    }

    @Test
    void of_rangeIfChanged_isTheWhole() {
        assertThat(of(get("Range", "bytes=10-19", "If-Range", "\"2\"")).head().status())
                .isEqualTo(200);
    }

    @Test
    void of_severalRanges_areParts() {
        Answer answer = of(get("Range", "bytes=90-,0-4"));
        assertThat(answer.head().status()).isEqualTo(206);
        assertThat(answer.head().fields().has("Content-Range")).isFalse();
        assertThat(answer.head().fields().first("Content-Type")).isEqualTo("multipart/byteranges; boundary=xyz");
        assertThat(answer.content())
                .containsExactly(
                        new Text("--xyz\r\nContent-Type: text/plain\r\nContent-Range: bytes 90-99/100\r\n\r\n"),
                        bytes(90, 99),
                        new Text("\r\n--xyz\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-4/100\r\n\r\n"),
                        bytes(0, 4),
                        new Text("\r\n--xyz--\r\n"));
        long length = answer.content().stream()
                .mapToLong(piece -> piece instanceof Text text
                        ? text.text().length()
                        : ((Bytes) piece).range().length())
                .sum();
        assertThat(answer.head().fields().first("Content-Length")).isEqualTo(Long.toString(length));
    }

    @Test
    void of_rangesThatJoinToOne_areOnePart() {
        Answer answer = of(get("Range", "bytes=0-4,5-9,200-"));
        assertThat(answer.content()).containsExactly(bytes(0, 9));
        assertThat(answer.head().fields().first("Content-Range")).isEqualTo("bytes 0-9/100");
    }

    @Test
    void of_rangeThatIsNotThere_isNotSatisfiableAndNothingToKeep() {
        Answer answer = of(get("Range", "bytes=100-"));
        assertThat(answer.head().status()).isEqualTo(416);
        assertThat(answer.head().fields())
                .isEqualTo(Fields.of("Date", DATE, "Content-Range", "bytes */100", "Content-Length", "0"));
        assertThat(answer.content()).isEmpty();
    }

    @Test
    void of_storedPart_isAlwaysAPart() {
        Stored part = store(
                get("Range", "bytes=0-4"),
                response(206, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Range", "bytes 0-4/10"),
                RFC);
        Answer answer = Answer.of(get("Range", "bytes=1-2"), part, 10, seconds(0), NOW, () -> "xyz", RFC);
        assertThat(answer.head().status()).isEqualTo(206);
        assertThat(answer.head().fields().all("Content-Range")).containsExactly("bytes 1-2/10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.of(get(), part, 10, seconds(0), NOW, () -> "xyz", RFC));
    }
}
