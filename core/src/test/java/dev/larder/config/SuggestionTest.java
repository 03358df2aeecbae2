package dev.larder.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final List<String> WORDS = List.of("ttl", "grace", "jitter", "stale-while-revalidate", "lease");

    @ParameterizedTest
    @CsvSource({
        "tll,ttl",
        "TTL,ttl",
        "tlt,ttl",
        "grase,grace",
        "staleWhileRevalidate,stale-while-revalidate",
        "stale_while_revalidat,stale-while-revalidate",
        "stale-while-validate,stale-while-revalidate"
    })
    void nearest_nearWord_isSuggested(String found, String word) {
        assertThat(Suggestion.nearest(found, WORDS)).isEqualTo(word);
    }

    @Test
    void nearest_farWord_isNotSuggested() {
        assertThat(Suggestion.nearest("colour", WORDS)).isNull();
        assertThat(Suggestion.nearest("", WORDS)).isNull();
        assertThat(Suggestion.nearest("t".repeat(100_000), WORDS)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "kitten,sitting,3", "ab,ba,1", "ca,abc,3"})
    void distance_isOptimalStringAlignment(String a, String b, int distance) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(distance);
        assertThat(Suggestion.distance(b, a)).isEqualTo(distance);
    }
}
