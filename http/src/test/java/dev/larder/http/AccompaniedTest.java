package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers have besides, once somebody was let in. */
class AccompaniedTest {

    private static final String RENEWED = "__Host-session=s2; Path=/; Secure; HttpOnly; SameSite=Lax";

    private static Fields answered(boolean isPrivate, Fields told, String... fields) throws Exception {
        RequestHead request = new RequestHead("GET", "https", "grounds.example", "/", Fields.NONE);
        FakeCall call = FakeCall.get("/");
        Accompanied.of(call, new Gate.Entry.Let(request, Fields.NONE, "alice", isPrivate, told))
                .answer(new ResponseHead(200, Fields.of(fields)), List.of());
        return call.await().head().fields();
    }

    /** The later line counts in a browser: the ID from before a login would replace that of the login, and is worth nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-session=s3; Path=/; Secure; HttpOnly; SameSite=Lax",
                "__Host-session = s3; Path=/; Secure",
                "__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax",
            })
    void answer_thatSetsTheCookieItself_goesWithoutThatOfTheGate(String own) throws Exception {
        Fields fields = answered(true, Fields.of("Set-Cookie", RENEWED), "set-cookie", "a=1", "Set-Cookie", own);

        assertThat(fields.all("Set-Cookie")).containsExactly("a=1", own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-session2=s3", "session=s3", "a=__Host-session=s3", "a; __Host-session=s3", ""})
    void answer_thatSetsOtherCookies_hasThatOfTheGateToo(String other) throws Exception {
        Fields fields = answered(true, Fields.of("Set-Cookie", RENEWED), "Set-Cookie", other);

        assertThat(fields.all("Set-Cookie")).containsExactly(other, RENEWED);
    }

    @Test
    void answer_ofWhateverFields_hasWhatIsTold() throws Exception {
        Fields told = Fields.of("RateLimit", "\"a\";r=1", "RateLimit-Policy", "\"a\";q=2", "Set-Cookie", RENEWED);

        assertThat(answered(false, told)).isEqualTo(told);
        assertThat(answered(false, told, "RateLimit", "\"b\";r=0").all("RateLimit"))
                .containsExactly("\"b\";r=0", "\"a\";r=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public, max-age=600, s-maxage=900 | private, max-age=600",
                "no-store | private, no-store",
                "Private=\"a\", proxy-revalidate,, immutable | private, immutable",
                "'' | private",
            })
    void answer_notForAll_isWithheldFromCachesThatOthersShare(String said, String gets) throws Exception {
        Fields fields = answered(
                true, Fields.NONE, "cache-control", said, "cdn-cache-control", "max-age=5", "Surrogate-Control", "x");

        assertThat(fields).isEqualTo(Fields.of("Cache-Control", gets));
    }

    @Test
    void answer_forAll_isAsItWas() throws Exception {
        String[] said = {"Cache-Control", "public", "CDN-Cache-Control", "max-age=5"};

        assertThat(answered(false, Fields.NONE, said)).isEqualTo(Fields.of(said));
    }
}
