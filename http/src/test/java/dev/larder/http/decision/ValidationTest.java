package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.DATE;
import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.TIMES;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.ok;
import static dev.larder.http.decision.Messages.request;
import static dev.larder.http.decision.Messages.response;
import static dev.larder.http.decision.Messages.seconds;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.decision.Validation.Freshened;
import dev.larder.http.decision.Validation.OnHead;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValidationTest {

    private static final Stored ONE = with("ETag", "\"1\"");
    private static final Stored TWO = with("ETag", "\"2\"");
    private static final Stored MODIFIED = with("Last-Modified", date(-100));

    private static Stored with(String... fields) {
        return store(
                get(),
                new ResponseHead(200, Fields.of(fields).with("Date", DATE).with("Cache-Control", "max-age=60")),
                SAFE);
    }

    private static Stored at(long seconds, String... fields) {
        ResponseHead head = new ResponseHead(
                200, Fields.of(fields).with("Date", date(seconds)).with("Cache-Control", "max-age=600"));
        return store(get(), head, SAFE);
    }

    private static Validation judged(List<Stored> candidates, String... fields) {
        return Validation.of(candidates, new ResponseHead(304, Fields.of(fields)), NOW);
    }

    @Test
    void request_severalTags_areAllSent() {
        Fields fields = Validation.request(get(), List.of(ONE, TWO, ONE)).fields();
        assertThat(fields.first("If-None-Match")).isEqualTo("\"1\", \"2\"");
        assertThat(fields.has("If-Modified-Since")).isFalse();
    }

    @Test
    void request_lastModified_isSentAsItWas() {
        Stored old = with("Last-Modified", "Monday, 30-Nov-26 11:00:00 GMT", "ETag", "W/\"1\"");
        Fields fields = Validation.request(get(), List.of(old)).fields();
        assertThat(fields.first("If-Modified-Since")).isEqualTo("Monday, 30-Nov-26 11:00:00 GMT");
        assertThat(fields.first("If-None-Match")).isEqualTo("W/\"1\"");
    }

    @Test
    void request_conditionsAndRangesOfTheClient_areNotSent() {
        RequestHead request = get(
                "If-None-Match",
                "\"9\"",
                "If-Modified-Since",
                DATE,
                "If-Match",
                "\"9\"",
                "If-Unmodified-Since",
                DATE,
                "If-Range",
                "\"9\"",
                "Range",
                "bytes=0-1",
                "Accept",
                "a/b",
                "Cache-Control",
                "no-transform");
        Fields fields = Validation.request(request, List.of(ONE)).fields();
        assertThat(fields)
                .isEqualTo(Fields.of("Accept", "a/b", "Cache-Control", "no-transform", "If-None-Match", "\"1\""));
    }

    @Test
    void request_part_isNotAskedAbout() {
        Stored part = store(
                get(),
                response(206, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Content-Range", "bytes 0-4/10"),
                RFC);
        assertThat(Validation.request(get(), List.of(part)).fields()).isEqualTo(Fields.NONE);
    }

    @Test
    void of_strongTag_isAboutAllThatHaveIt() {
        assertThat(judged(List.of(ONE, TWO), "ETag", "\"2\"")).isEqualTo(new Validation.Valid(List.of(TWO)));
        assertThat(judged(List.of(ONE, TWO, ONE), "ETag", "\"1\"")).isEqualTo(new Validation.Valid(List.of(ONE, ONE)));
    }

    @Test
    void of_strongTagThatNoneHas_isAboutNone() {
        assertThat(judged(List.of(ONE), "ETag", "\"3\"")).isEqualTo(new Validation.Unknown());
        assertThat(judged(List.of(with("ETag", "W/\"1\"")), "ETag", "\"1\"")).isEqualTo(new Validation.Unknown());
    }

    @Test
    void of_weakTag_isAboutTheNewestThatHasIt() {
        Stored older = at(-20, "ETag", "W/\"1\"", "X", "1");
        Stored newer = at(-10, "ETag", "\"1\"", "X", "2");
        assertThat(judged(List.of(older, newer, TWO), "ETag", "W/\"1\""))
                .isEqualTo(new Validation.Valid(List.of(newer)));
        assertThat(judged(List.of(older), "ETag", "W/\"9\"")).isEqualTo(new Validation.Unknown());
    }

    @Test
    void of_lastModified_isAboutThoseThatHaveIt() {
        assertThat(judged(List.of(MODIFIED, ONE), "Last-Modified", date(-100)))
                .isEqualTo(new Validation.Valid(List.of(MODIFIED)));
        assertThat(judged(List.of(MODIFIED), "Last-Modified", date(-99))).isEqualTo(new Validation.Unknown());
        assertThat(judged(List.of(MODIFIED), "Last-Modified", date(-99), "Date", DATE))
                .isEqualTo(new Validation.Unknown());
    }

    @Test
    void of_noValidator_isAboutTheOnlyCandidate() {
        assertThat(judged(List.of(ONE))).isEqualTo(new Validation.Valid(List.of(ONE)));
        assertThat(judged(List.of(ONE, TWO))).isEqualTo(new Validation.Unknown());
        assertThat(judged(List.of())).isEqualTo(new Validation.Unknown());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 404, 410, 501})
    void of_fullResponse_replaces(int status) {
        assertThat(Validation.of(List.of(ONE), response(status, "ETag", "\"1\""), NOW))
                .isEqualTo(new Validation.Replaced());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void of_serverError_isAFailure(int status) {
        assertThat(Validation.of(List.of(ONE), response(status), NOW)).isEqualTo(new Validation.Failed());
    }

    @Test
    void freshen_notModified_updatesFieldsAndLife() {
        Stored old = at(-90, "ETag", "\"1\"", "X-Old", "1", "Age", "5");
        ResponseHead answer =
                new ResponseHead(304, Fields.of("Date", DATE, "Cache-Control", "max-age=30", "X-New", "2"));
        Freshened freshened = Validation.freshen(old, get(), answer, TIMES, SAFE);
        Stored stored = ((Storing.Store) freshened.storing()).stored();
        assertThat(freshened.head().status()).isEqualTo(200);
        assertThat(stored.head()).isEqualTo(freshened.head());
        assertThat(stored.head().fields().names()).containsExactly("cache-control", "date", "etag", "x-new", "x-old");
        assertThat(stored.life().fresh()).isEqualTo(seconds(30));
        assertThat(stored.initialAge()).isZero();
    }

    @Test
    void freshen_notModifiedFromAnotherCache_hasItsAge() {
        ResponseHead answer = response(304, "Age", "7", "ETag", "\"1\"");
        Storing storing = Validation.freshen(ONE, get(), answer, TIMES, SAFE).storing();
        assertThat(((Storing.Store) storing).stored().initialAge()).isEqualTo(seconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private"})
    void freshen_thatForbidsStoring_answersAndIsRemoved(String cacheControl) {
        Freshened freshened = Validation.freshen(ONE, get(), response(304, "Cache-Control", cacheControl), TIMES, SAFE);
        assertThat(freshened.isToBeRemoved()).isTrue();
        assertThat(freshened.head().fields().first("Cache-Control")).isEqualTo(cacheControl);
    }

    @Test
    void freshen_thatSetsACookie_isRemovedInSafe() {
        Freshened freshened = Validation.freshen(ONE, get(), response(304, "Set-Cookie", "a=b"), TIMES, SAFE);
        assertThat(freshened.storing()).isEqualTo(new Storing.Refuse(Refusal.SET_COOKIE));
        assertThat(freshened.isToBeRemoved()).isTrue();
    }

    @Test
    void freshen_forAClientThatForbidsStoring_leavesWhatIsStored() {
        for (RequestHead request : List.of(get("Authorization", "Basic x"), get("Cache-Control", "no-store"))) {
            Freshened freshened = Validation.freshen(ONE, request, response(304, "ETag", "\"1\""), TIMES, SAFE);
            assertThat(freshened.storing()).isInstanceOf(Storing.Refuse.class);
            assertThat(freshened.isToBeRemoved()).isFalse();
        }
    }

    @Test
    void head_sameValidatorsAndLength_freshens() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=60", "ETag", "\"1\"", "Last-Modified", date(-9));
        assertThat(Validation.head(stored, ok("ETag", "\"1\"", "Content-Length", "5"), 5))
                .isEqualTo(OnHead.FRESHEN);
        assertThat(Validation.head(stored, ok("Last-Modified", date(-9)), 5)).isEqualTo(OnHead.FRESHEN);
        assertThat(Validation.head(stored, ok(), 5)).isEqualTo(OnHead.FRESHEN);
        Freshened freshened = Validation.freshen(
                stored, request("HEAD"), ok("Cache-Control", "max-age=9", "Content-Length", "5"), TIMES, SAFE);
        assertThat(((Storing.Store) freshened.storing()).stored().life().fresh())
                .isEqualTo(seconds(9));
    }

    @Test
    void head_otherValidatorOrLength_makesStale() {
        Stored stored = stored(SAFE, "Cache-Control", "max-age=60", "ETag", "\"1\"");
        assertThat(Validation.head(stored, ok("ETag", "\"2\""), 5)).isEqualTo(OnHead.STALE);
        assertThat(Validation.head(stored, ok("ETag", "\"1\"", "Last-Modified", date(0)), 5))
                .isEqualTo(OnHead.STALE);
        assertThat(Validation.head(stored, ok("ETag", "\"1\"", "Content-Length", "6"), 5))
                .isEqualTo(OnHead.STALE);
    }

    @Test
    void head_otherStatus_saysNothing() {
        assertThat(Validation.head(ONE, response(404), 5)).isEqualTo(OnHead.NOTHING);
    }
}
