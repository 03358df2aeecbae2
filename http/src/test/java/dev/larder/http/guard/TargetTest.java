package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.target;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that cache and origin could read in different ways. */
final class TargetTest {

    private static Refusal refused(String raw, TargetRules rules) {
        TargetReading reading = Target.read(raw, rules);
        if (reading instanceof Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("read: " + ((Target) reading).text());
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b/, /a/b/",
        "/%61%2D%7e, /a-~",
        "/%e2%82%ac, /%E2%82%AC",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/., /a/",
        "/../../a, /a",
        "/.., /",
        "/%2e%2e/a, /a",
        "/a/%2E./b, /b",
        "/a/.%2e, /",
        "/a//b, /a//b",
        "/a//../b, /a/b",
        "/..., /...",
        "/a.b/.c, /a.b/.c",
        "/a b, TARGET_CHARACTER",
        "/|{}^`<>\"[], /%7C%7B%7D%5E%60%3C%3E%22%5B%5D",
        "/!$&'()*+:@=, /!$&'()*+:@=",
        "/100%25, /100%25",
        "/a%20b, /a%20b"
    })
    void path_severalWaysToWriteIt_areOne(String raw, String form) {
        if (form.startsWith("/")) {
            assertThat(target(raw.replace("''", "'")).text()).isEqualTo(form);
            assertThat(target(form).text()).isEqualTo(form);
        } else {
            assertThat(refused(raw, TargetRules.DEFAULT)).isEqualTo(Refusal.valueOf(form));
        }
    }

    @ParameterizedTest
    @CsvSource({"//, /", "/a//b///c, /a/b/c", "/a//, /a/", "/a//../b, /b", "//a, /a", "/.//.//, /"})
    void slashes_merged_areOne(String raw, String form) {
        assertThat(target(raw, TargetRules.DEFAULT.withMergeSlashes(true)).path())
                .isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "///", "/.//evil.example", "/a/..//evil.example"})
    void slashes_atTheBeginning_areNoHost(String raw) {
        assertThat(refused(raw, TargetRules.DEFAULT)).isEqualTo(Refusal.PATH_NO_ROOT);
    }

    @ParameterizedTest
    @CsvSource({
        "/static/..%2faccount, PATH_SLASH",
        "/a%2Fb, PATH_SLASH",
        "/a%5cb, PATH_SLASH",
        "/a\\b, PATH_SLASH",
        "/static\\..\\account, PATH_SLASH",
        "/account;x.css, PATH_DELIMITER",
        "/account%3Bx.css, PATH_DELIMITER",
        "/account%23x.css, PATH_DELIMITER",
        "/account%3fx.css, PATH_DELIMITER",
        "/account%00x.css, PATH_CONTROL",
        "/account%0Ax.css, PATH_CONTROL",
        "/account%0d%0aSet-Cookie:x, PATH_CONTROL",
        "/account%09, PATH_CONTROL",
        "/account%7f, PATH_CONTROL",
        "/account#x.css, TARGET_FRAGMENT",
        "/%252e%252e/a, PATH_ENCODED_TWICE",
        "/a%252fb, PATH_ENCODED_TWICE",
        "/a%25%32%66b, PATH_ENCODED_TWICE",
        "/%c0%ae%c0%ae/a, TARGET_NOT_UTF8",
        "/%c0%af, TARGET_NOT_UTF8",
        "/%ff, TARGET_NOT_UTF8",
        "/%u002e, TARGET_PERCENT",
        "/%, TARGET_PERCENT",
        "/%4, TARGET_PERCENT",
        "/%4g, TARGET_PERCENT",
        "/ä, TARGET_CHARACTER"
    })
    void delimiters_thatOthersRead_areRefused(String raw, Refusal refusal) {
        assertThat(refused(raw, TargetRules.DEFAULT)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2fb, /a%2Fb",
        "/a\\b, /a%5Cb",
        "/a%5cb, /a%5Cb",
        "/a;b=1, /a;b=1",
        "/a%3bb, /a%3Bb",
        "/a%23%3f, /a%23%3F",
        "/%252e%252e/a, /%252e%252e/a",
        "/%ff, /%FF"
    })
    void delimiters_kept_areDataInOneForm(String raw, String form) {
        assertThat(target(raw, TargetRules.LENIENT).text()).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "/static/..%2faccount, PATH_DOTS",
        "/static/..;/account, PATH_DOTS",
        "/static/..;a=b/account, PATH_DOTS",
        "/static/%2e%2e%5caccount, PATH_DOTS",
        "/a%2f..%2fb, PATH_DOTS",
        "/a;../b, PATH_DOTS",
        "/a/..%3b/b, PATH_DOTS",
        "/a/..%23, PATH_DOTS",
        "/a/..\\b, PATH_DOTS",
        "/a%00, PATH_CONTROL",
        "/a%0a, PATH_CONTROL"
    })
    void delimiters_keptWithDotsBetween_areRefusedStill(String raw, Refusal refusal) {
        assertThat(refused(raw, TargetRules.LENIENT)).isEqualTo(refusal);
    }

    @Test
    void path_inTheMiddleOfWhichAMarkIsEncoded_isOnePath() {
        Target target = target("/a%3Fb?c", TargetRules.LENIENT);

        assertThat(target.path()).isEqualTo("/a%3Fb");
        assertThat(target.parameters()).hasSize(1);
    }

    @Test
    void target_shown_showsNothing() {
        Target target = target("/secret?secret=secret");

        assertThat(target.toString() + target.parameters()).doesNotContain("secret");
        assertThat(target).isEqualTo(target("/%73ecret?secret=secret")).isNotEqualTo(target("/secret"));
        assertThat(target.hashCode())
                .isEqualTo(target("/%73ecret?secret=secret").hashCode());
    }
}
