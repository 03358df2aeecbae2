package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.QueryRules.Disposition;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.guard.TargetRules;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that cache and origin could read in different ways, over a socket. {@code {p}} stands for the path of a case. */
@Timeout(60)
final class TargetIT {

    private static Scene scene;
    private static Scene lenient;

    @BeforeAll
    static void open() throws IOException {
        Route all = Route.of("all", "/", Profile.SAFE);
        scene = Scene.open(
                ScreeningRules.DEFAULT,
                all,
                route("tracked", QueryRules.without("utm_*", "fbclid")),
                route("listed", QueryRules.only(Disposition.DROP, "page", "sort by")),
                route("passed", QueryRules.only(Disposition.PASS, "page")));
        lenient = Scene.open(ScreeningRules.DEFAULT.withTarget(TargetRules.LENIENT.withMergeSlashes(true)), all);
    }

    private static Route route(String name, QueryRules rules) {
        return Route.of(name, "/" + name, Profile.SAFE).with(rules);
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
        lenient.close();
    }

    /** Asks for a target, and expects that the origin is asked for this form of it, once, and others too get its response. */
    private static void becomes(Scene scene, String target, String form) throws IOException {
        String path = scene.path();
        String asked = form.replace("{p}", path);
        Reply reply = scene.get(target.replace("{p}", path));

        assertThat(reply.content()).startsWith("GET " + asked + " HTTP/1.1\r\n");
        assertThat(scene.origin().seen(path)).hasSize(1);
        assertThat(scene.get(asked).content()).isEqualTo(reply.content());
        assertThat(scene.origin().seen(path)).hasSize(1);
    }

    private static void refused(Scene scene, int status, String target) throws IOException {
        String path = scene.path();
        scene.isRefused(status, path, Scene.head("GET", target.replace("{p}", path), "Connection: close"));
    }

    @ParameterizedTest
    @CsvSource({
        "{p}%61%2D%7e, {p}a-~",
        "{p}%e2%82%ac, {p}%E2%82%AC",
        "/x/./..{p}, {p}",
        "/%2e%2e{p}, {p}",
        "/../..{p}, {p}",
        "{p}/a/%2E./b, {p}/b",
        "{p}/a/.., {p}/",
        "'{p}|{}^`<>\"[]', {p}%7C%7B%7D%5E%60%3C%3E%22%5B%5D",
        "{p}100%25, {p}100%25"
    })
    void path_severalWaysToWriteIt_areOneForOriginAndKey(String target, String form) throws IOException {
        becomes(scene, target, form);
    }

    @ParameterizedTest
    @CsvSource({"{p}%21%24%40, {p}%21%24%40", "{p}?a=%26b%3D1, {p}?a=%26b%3D1", "{p}?a=%2541, {p}?a=%2541"})
    void decoding_ofADelimiter_isNotDone(String target, String form) throws IOException {
        becomes(scene, target, form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/..%2f{p}",
                "{p}%2Fb",
                "{p}%5cb",
                "{p}\\b",
                "/static\\..\\{p}",
                "{p};x.css",
                "{p}%3Bx.css",
                "{p}%23x.css",
                "{p}%3fx.css",
                "{p}%00x.css",
                "{p}%0Ax.css",
                "{p}%0d%0aSet-Cookie:x",
                "{p}%7f",
                "{p}#x.css",
                "/%252e%252e{p}",
                "{p}%252f",
                "{p}%25%32%66",
                "{p}%c0%ae%c0%ae/a",
                "{p}%ff",
                "{p}?a=%ff",
                "{p}%u002e",
                "{p}%",
                "{p}%4g",
                "{p}\u00e4"
            })
    void delimiters_thatOthersRead_areRefused(String target) throws IOException {
        refused(scene, 400, target);
    }

    @ParameterizedTest
    @CsvSource({
        "{p}%2fb, {p}%2Fb",
        "{p}\\b, {p}%5Cb",
        "{p};b=1, {p};b=1",
        "{p}%3bb, {p}%3Bb",
        "{p}%23%3f, {p}%23%3F",
        "{p}%3Fb?c, {p}%3Fb?c",
        "{p}%252e%252e, {p}%252e%252e",
        "{p}%ff, {p}%FF"
    })
    void delimiters_kept_areDataInOneForm(String target, String form) throws IOException {
        becomes(lenient, target, form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/..%2f{p}",
                "/static/..;{p}",
                "/static/%2e%2e%5c{p}",
                "{p};../b",
                "{p}/..%23",
                "{p}/..\\b",
                "{p}%00"
            })
    void delimiters_keptWithDotsBetween_areRefusedStill(String target) throws IOException {
        refused(lenient, 400, target);
    }

    @Test
    void slashes_several_stayOrAreMerged() throws IOException {
        becomes(scene, "{p}//b", "{p}//b");
        becomes(lenient, "{p}//b///c", "{p}/b/c");
        becomes(lenient, "/{p}", "{p}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example{p}", "/.//evil.example{p}", "/a/..//evil.example{p}"})
    void slashes_atTheBeginning_areNoHost(String target) throws IOException {
        refused(scene, 400, target);
    }

    @ParameterizedTest
    @CsvSource({
        "{p}?, {p}",
        "{p}?&&, {p}",
        "{p}?a&&b&, {p}?a&b",
        "{p}?%61=%62, {p}?a=b",
        "{p}?a[]=1, {p}?a%5B%5D=1",
        "{p}?a=b+c, {p}?a=b+c",
        "{p}?a=b%20c, {p}?a=b%20c",
        "{p}?a=%0d%0aX-Evil:1, {p}?a=%0D%0AX-Evil:1"
    })
    void query_severalWaysToWriteIt_areOne(String target, String form) throws IOException {
        becomes(scene, target, form);
    }

    @Test
    void query_thatNobodyMeans_isRefused() throws IOException {
        refused(scene, 400, "{p}?a=%00");
        refused(scene, 414, "{p}?" + "a&".repeat(129) + "a");
    }

    @ParameterizedTest
    @CsvSource({
        "/tracked{p}?callback=ok&utm_content=x;callback=evil, /tracked{p}?callback=ok",
        "/tracked{p}?a=1&utm_source=evil, /tracked{p}?a=1",
        "/tracked{p}?a=1&utm%5fsource=evil, /tracked{p}?a=1",
        "/tracked{p}?a=1&%75tm_source=evil, /tracked{p}?a=1",
        "/tracked{p}?a=1&utm%5Fsource%5B%5D=evil, /tracked{p}?a=1",
        "/tracked{p}?fbclid=evil, /tracked{p}",
        "/listed{p}?page=1&utm=x;page=evil, /listed{p}?page=1",
        "/listed{p}?x=evil&sort+by=a, /listed{p}?sort+by=a",
        "/listed{p}?x=evil&sort%20by=a, /listed{p}?sort%20by=a",
        "/listed{p}?page=1&Page=evil, /listed{p}?page=1",
        "/listed{p}?page=1&page[]=evil, /listed{p}?page=1",
        "/listed{p}?page=1&%20page=evil, /listed{p}?page=1"
    })
    void parameter_cloakedOrUnlisted_doesNotReachTheOrigin(String target, String form) throws IOException {
        becomes(scene, target, form);
    }

    @Test
    void parameter_ofTwoInOneWithASemicolon_isKeyed() throws IOException {
        becomes(scene, "/listed{p}?page=1;page=evil", "/listed{p}?page=1;page=evil");
        String path = "/listed" + scene.path();
        scene.get(path + "?page=1;page=evil");

        assertThat(scene.get(path + "?page=1").content()).doesNotContain("evil");
    }

    @Test
    void parameter_passed_hasNothingToDoWithTheCache() throws IOException {
        String path = "/passed" + scene.path();
        for (String value : List.of("evil", "other")) {
            assertThat(scene.get(path + "?page=1&q=" + value).content())
                    .startsWith("GET " + path + "?page=1&q=" + value + " HTTP/1.1\r\n");
        }

        assertThat(scene.get(path + "?page=1").content()).startsWith("GET " + path + "?page=1 HTTP/1.1\r\n");
        scene.isClean(path);
    }

    @Test
    void parameter_twice_keepsItsOrder() throws IOException {
        becomes(scene, "{p}?a=2&b&a=1", "{p}?a=2&b&a=1");
        String path = scene.path();
        scene.get(path + "?a=1&a=evil");

        assertThat(scene.get(path + "?a=evil&a=1").content()).startsWith("GET " + path + "?a=evil&a=1 HTTP/1.1\r\n");
        assertThat(scene.origin().seen(path)).hasSize(2);
    }
}
