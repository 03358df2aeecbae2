package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.SAFE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VaryTest {

    private static String key(String vary, CacheSettings settings, String... request) {
        return Vary.of(Fields.of("Vary", vary), settings).key(Fields.of(request), settings);
    }

    @Test
    void of_severalLines_areOneSetWithoutCase() {
        Vary vary = Vary.of(Fields.of("Vary", "Accept, ,Cookie", "vary", "ACCEPT"), SAFE);
        assertThat(vary.names()).containsExactly("accept", "cookie");
        assertThat(vary.any()).isFalse();
    }

    @Test
    void of_starAnywhereOrNoName_isAny() {
        assertThat(Vary.of(Fields.of("Vary", "*"), SAFE).any()).isTrue();
        assertThat(Vary.of(Fields.of("Vary", "Accept", "Vary", "x, *"), SAFE).any())
                .isTrue();
        assertThat(Vary.of(Fields.of("Vary", "a b"), SAFE).any()).isTrue();
        assertThat(Vary.of(Fields.of("Vary", ""), SAFE).any()).isFalse();
    }

    @Test
    void key_fieldThatIsNotThere_isOtherThanAnEmptyOne() {
        assertThat(key("X", SAFE)).isNotEqualTo(key("X", SAFE, "X", ""));
        assertThat(key("X", SAFE, "Y", "1")).isEqualTo(key("X", SAFE));
    }

    @Test
    void key_severalLines_areOneValue() {
        assertThat(key("X", SAFE, "X", "a", "x", "b")).isEqualTo(key("X", SAFE, "X", "a, b"));
        assertThat(key("X", SAFE, "X", "a", "x", "b")).isNotEqualTo(key("X", SAFE, "X", "b, a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept-Language|de,en|DE , EN",
                "Accept-Language|de,en;q=0.5|de, en ; q=0.50",
                "Accept-Language|de,en;q=0.5|,de,, en;Q=0.500",
                "Accept-Encoding|gzip|GZIP;q=1.0",
                "Accept-Encoding|gzip;q=0|gzip;q=0.000",
                "Accept|text/html,*/*;q=0.1|Text/HTML;q=1 , */* ;q=0.1",
                "Accept-Charset|utf-8|UTF-8",
            })
    void key_valuesThatMeanTheSame_areTheSame(String field, String a, String b) {
        assertThat(key(field, SAFE, field, a)).isEqualTo(key(field, SAFE, field, b));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Accept-Language|de,en|en,de",
                "Accept-Language|de;q=0.5|de;q=0.05",
                "Accept-Language|de;q=0|de",
                "Accept|a/b;p=X|a/b;p=x",
                "Accept|a/b;p=\"x,y\"|a/b;p=\"x, y\"",
                "Cookie|A=1|a=1",
                "User-Agent|a,b|a, b",
            })
    void key_valuesThatMayMeanSomethingElse_areOther(String field, String a, String b) {
        assertThat(key(field, SAFE, field, a)).isNotEqualTo(key(field, SAFE, field, b));
    }

    @Test
    void key_severalFields_doNotMix() {
        assertThat(key("A, B", SAFE, "A", "x")).isNotEqualTo(key("A, B", SAFE, "B", "x"));
        assertThat(key("A, B", SAFE, "A", "b=x")).isNotEqualTo(key("A, B", SAFE, "A", "", "B", "x"));
        assertThat(key("B, A", SAFE, "A", "x", "B", "y")).isEqualTo(key("A, B", SAFE, "B", "y", "A", "x"));
    }

    @Test
    void key_formOfSettings_isApplied() {
        CacheSettings settings = CacheSettings.builder(Profile.SAFE)
                .normaliser(
                        "Accept-Language",
                        value -> value.toLowerCase(Locale.ROOT).startsWith("de") ? "de" : "en")
                .build();
        assertThat(key("accept-language", settings, "Accept-Language", "de-AT, fr"))
                .isEqualTo(key("accept-language", settings, "Accept-Language", "DE"));
    }

    @Test
    void of_encodingsHandledByTheCache_doNotSelect() {
        CacheSettings settings =
                CacheSettings.builder(Profile.SAFE).encodingHandled(true).build();
        assertThat(Vary.of(Fields.of("Vary", "Accept-Encoding, Accept"), settings)
                        .names())
                .containsExactly("accept");
    }
}
