package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one form of the session's cookie. */
class SessionCookieTest {

    private static final SessionCookie COOKIE = SessionCookie.DEFAULT;

    private static RequestHead request(String cookie) {
        return new RequestHead("GET", "https", "a", "/", Fields.of("Cookie", cookie));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "__Host-session=abc | abc",
                "a=1; __Host-session=abc; b=2 | abc",
                "a=1;__Host-session = abc | abc",
                "__Host-session= | ''",
            })
    void find_one_isItsValue(String field, String id) {
        assertThat(COOKIE.find(field)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=1",
                "__host-session=abc",
                "__Host-session",
                "__Host-session2=abc",
                "x__Host-session=abc",
                "__Host-session=abc; __Host-session=def",
                "__Host-session=abc; a=1; __Host-session=abc"
            })
    void find_noneOrTwo_isNull(String field) {
        assertThat(COOKIE.find(field)).isNull();
    }

    @Test
    void find_noField_isNull() {
        assertThat(COOKIE.find(null)).isNull();
    }

    @Test
    void without_others_stayAsTheyAre() {
        RequestHead request = COOKIE.without(request("a=1; __Host-session=x; b=\"2\"; __Host-session=y"));

        assertThat(request.fields().first("Cookie")).isEqualTo("a=1; b=\"2\"");
    }

    @Test
    void without_alone_leavesNoField() {
        assertThat(COOKIE.without(request("__Host-session=x")).fields().has("Cookie"))
                .isFalse();
    }

    @Test
    void without_none_isTheSame() {
        RequestHead request = request("a=1; ;b=__Host-session");

        assertThat(COOKIE.without(request)).isSameAs(request);
    }

    @Test
    void set_anId_isOfThisHostOverTlsAndOutOfReach() {
        assertThat(COOKIE.set("aB-_9")).isEqualTo("__Host-session=aB-_9; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(new SessionCookie("__Host-s", SessionCookie.SameSite.STRICT).set("x"))
                .isEqualTo("__Host-s=x; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(COOKIE.clear()).isEqualTo("__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a\r\nb", "a,b", "a\"b"})
    void set_whatIsNoId_isRefused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> COOKIE.set(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "__Secure-session", "__Host-", "__Host-a b", "__Host-a;b", "__host-session"})
    void name_withoutThePrefix_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionCookie(name, SessionCookie.SameSite.LAX))
                .withMessageContaining("__Host-session");
    }
}
