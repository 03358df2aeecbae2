package dev.larder.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

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
    void of_nearWord_isSuggested(String found, String word) {
        assertThat(Nearest.of(found, WORDS)).isEqualTo(word);
    }

    @Test
    void of_farWord_isNotSuggested() {
        assertThat(Nearest.of("colour", WORDS)).isNull();
        assertThat(Nearest.of("", WORDS)).isNull();
        assertThat(Nearest.of("t".repeat(100_000), WORDS)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "kitten,sitting,3", "ab,ba,1", "ca,abc,3"})
    void distance_isOptimalStringAlignment(String a, String b, int distance) {
        assertThat(Nearest.distance(a, b)).isEqualTo(distance);
        assertThat(Nearest.distance(b, a)).isEqualTo(distance);
    }
}
