package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Field;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The head that an application makes. */
class ToldHeadTest {

    private final ToldHead head = new ToldHead();

    @Test
    void type_itsCharset_isTakenApartAndPutTogether() {
        head.set("content-type", "text/html; charset=\"utf-8\"; version=1");

        assertThat(head.charset()).isEqualTo("utf-8");
        assertThat(head.type()).isEqualTo("text/html; version=1;charset=utf-8");

        head.set("Content-Type", "text/plain");

        assertThat(head.type()).isEqualTo("text/plain;charset=utf-8");
    }

    @Test
    void charset_fixedByAWriter_doesNotChange() {
        head.fixCharset("UTF-8");
        head.setType("text/html;charset=ISO-8859-1");
        head.setCharset("UTF-16");

        assertThat(head.type()).isEqualTo("text/html;charset=UTF-8");
    }

    @Test
    void lines_severalOfOneName_stayInTheirOrder() {
        head.add("Vary", "Accept");
        head.add("vary", "Origin");
        head.add("Content-Length", "1");
        head.add("Content-Length", "2");
        head.set("X-Gone", "x");
        head.set("X-Gone", null);

        assertThat(head.all("VARY")).containsExactly("Accept", "Origin");
        assertThat(head.length()).isEqualTo(2);
        assertThat(head.lines())
                .containsExactly(
                        new Field("Vary", "Accept"), new Field("vary", "Origin"), new Field("Content-Length", "2"));
    }

    @Test
    void cookie_allItsAttributes_areWritten() {
        Cookie cookie = new Cookie("a", "b");
        cookie.setMaxAge(60);
        cookie.setDomain("grounds.example");
        cookie.setPath("/");
        cookie.setSecure(true);
        cookie.setHttpOnly(true);

        assertThat(SetCookie.of(cookie, Instant.EPOCH))
                .isEqualTo("a=b; Max-Age=60; Expires=Thu, 01 Jan 1970 00:01:00 GMT; Domain=grounds.example; Path=/;"
                        + " Secure; HttpOnly");
    }

    @Test
    void locales_best_comesFirst() {
        assertThat(Locales.of("fr;q=0.5, de-AT, *;q=0.1").get(0).toLanguageTag())
                .isEqualTo("de-AT");
        assertThat(Locales.of("???")).hasSize(1);
        assertThat(Locales.of(null)).hasSize(1);
    }
}
