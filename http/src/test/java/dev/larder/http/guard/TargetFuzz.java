package dev.larder.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of targets: whatever the bytes are, they are refused, or have one form that stays as it is.
 * A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class TargetFuzz {

    static Stream<byte[]> bytes() {
        return Stream.of(
                        "",
                        "/",
                        "*",
                        "//",
                        "/a/../b/%2e%2e/./c?x=1&y=%61;z=2&&",
                        "/%c3%a4/%2F%5c\\;%3b%23%3f%25?%00",
                        "/%",
                        "/%2",
                        "/%25%32%65",
                        "/?[]{}|^`\"<>",
                        "/\u0000\u00ff",
                        "https://a/b#c")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void read_anyBytes_isRefusedOrOfOneForm(byte[] bytes) {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        TargetRules merged = TargetRules.LENIENT.withMergeSlashes(true);
        for (TargetRules rules : List.of(TargetRules.DEFAULT, TargetRules.LENIENT, merged)) {
            if (Target.read(raw, rules) instanceof Target target) {
                assertThat(Target.read(target.text(), rules)).isEqualTo(target);
                assertThat(target.text().length()).isLessThanOrEqualTo(rules.length());
                assertThat(StaticPath.contradicts(target.path(), "text/html")).isIn(true, false);
            }
        }
    }
}
