package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.admitted;
import static dev.larder.http.guard.Arrivals.bare;
import static dev.larder.http.guard.Arrivals.get;
import static dev.larder.http.guard.Arrivals.http2;
import static dev.larder.http.guard.Arrivals.lines;
import static dev.larder.http.guard.Arrivals.refused;
import static dev.larder.http.guard.Arrivals.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.guard.Arrival.Version;
import dev.larder.http.message.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that name more than one host, or none. */
final class HostConfusionTest {

    @ParameterizedTest
    @CsvSource({
        "Shop.Example, shop.example",
        "shop.example., shop.example",
        "shop.example:443, shop.example",
        "shop.example:, shop.example",
        "shop.example:080, shop.example:80",
        "shop.example:8443, shop.example:8443",
        "my_shop-1, my_shop-1",
        "127.0.0.1, 127.0.0.1",
        "[::1]:444, [::1]:444",
        "[2001:DB8::a], [2001:db8::a]",
        "[1:2:3:4:5:6:7:8], [1:2:3:4:5:6:7:8]"
    })
    void host_severalWaysToWriteIt_areOne(String written, String form) {
        assertThat(admitted(bare("/", "Host", written)).request().authority()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "-a",
                "a b",
                "a,b",
                "a@b",
                "user:pw@a",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "a%2eb",
                "ä",
                "a:b",
                "a:0",
                "a:65536",
                "a:1:2",
                "a:-1",
                "a:+1",
                "a:123456",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1]a",
                "[g::]",
                "[1:2]",
                "[1::2::3]",
                "[1:2:3:4::5:6:7:8]",
                "[1:2:3:4:5:6:7:8:9]",
                "[fe80::1%25eth0]",
                "a;b",
                "<script>"
            })
    void host_invalid_isRefused(String host) {
        assertThat(refused(bare("/", "Host", host))).isEqualTo(Refusal.HOST_MALFORMED);
    }

    @Test
    void host_tooLong_isRefused() {
        assertThat(refused(bare("/", "Host", "a".repeat(64)))).isEqualTo(Refusal.HOST_MALFORMED);
        assertThat(refused(bare("/", "Host", "a.".repeat(127) + "a"))).isEqualTo(Refusal.HOST_MALFORMED);
    }

    @Test
    void host_missingOrTwice_isRefused() {
        assertThat(refused(bare("/"))).isEqualTo(Refusal.HOST_MISSING);
        assertThat(refused(bare("https://shop.example/"))).isEqualTo(Refusal.HOST_MISSING);
        assertThat(refused(get("/", "host", "evil.example"))).isEqualTo(Refusal.HOST_REPEATED);
        assertThat(refused(get("/", "Host", Arrivals.HOST))).isEqualTo(Refusal.HOST_REPEATED);
        assertThat(refused(new Arrival(Version.HTTP_2, "https", "GET", "/", null, lines(), false)))
                .isEqualTo(Refusal.HOST_MISSING);
    }

    @Test
    void absoluteForm_otherHostOrScheme_isRefused() {
        assertThat(refused(get("https://evil.example/"))).isEqualTo(Refusal.HOST_CONTRADICTORY);
        assertThat(refused(get("https://shop.example:444/"))).isEqualTo(Refusal.HOST_CONTRADICTORY);
        assertThat(refused(get("https://shop.example@evil.example/"))).isEqualTo(Refusal.HOST_MALFORMED);
        assertThat(refused(get("https://evil.example\\@shop.example/"))).isEqualTo(Refusal.HOST_CONTRADICTORY);
        assertThat(refused(get("https:///"))).isEqualTo(Refusal.HOST_MALFORMED);
        assertThat(refused(get("http://shop.example/"))).isEqualTo(Refusal.SCHEME_CONTRADICTORY);
        assertThat(refused(get("ftp://shop.example/"))).isEqualTo(Refusal.SCHEME_CONTRADICTORY);
    }

    @Test
    void absoluteForm_sameHost_isTheSameRequest() {
        RequestHead plain = admitted(get("/a?b")).request();

        assertThat(admitted(get("HTTPS://SHOP.example:443/a?b")).request()).isEqualTo(plain);
        assertThat(admitted(get("https://shop.example?b")).request().target()).isEqualTo("/?b");
        assertThat(admitted(get("https://shop.example")).request().target()).isEqualTo("/");
    }

    @Test
    void http2_authorityAndHost_haveToAgree() {
        assertThat(refused(http2("GET", "/", false, "host", "evil.example"))).isEqualTo(Refusal.HOST_CONTRADICTORY);
        assertThat(admitted(http2("GET", "/", false, "host", "SHOP.example"))
                        .request()
                        .authority())
                .isEqualTo("shop.example");
        assertThat(refused(http2("GET", "https://shop.example/", false))).isEqualTo(Refusal.TARGET_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "shop.example:443", "?a", "@evil.example/", ":80/", "//"})
    void target_neitherPathNorUrl_isRefused(String target) {
        assertThat(refused(get(target))).isIn(Refusal.TARGET_MALFORMED, Refusal.PATH_NO_ROOT);
    }

    @Test
    void target_asterisk_isForOptionsOnly() {
        assertThat(refused(get("*"))).isEqualTo(Refusal.TARGET_MALFORMED);
        assertThat(admitted(request("OPTIONS", "*")).request().target()).isEqualTo("*");
    }

    @Test
    void admitted_host_isInTheAuthorityOnly() {
        assertThat(admitted(get("/")).request().fields().has("host")).isFalse();
    }
}
