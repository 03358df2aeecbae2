package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagPatternTest {

    private static String tag(String pattern, Map<String, String> named, Map<String, String> keyed) {
        return TagPattern.of(pattern, Set.of("id"), Set.of("x-tenant")).tag(named, keyed, Site.ABSENT);
    }

    @Test
    void tag_ofSegmentsAndFields_isPutTogether() {
        assertThat(tag("contracts", Map.of(), Map.of())).isEqualTo("contracts");
        assertThat(tag("contract:{id}!", Map.of("id", "42"), Map.of())).isEqualTo("contract:42!");
        assertThat(tag("{header.X-Tenant}:{id}", Map.of("id", "42"), Map.of("x-tenant", "north")))
                .isEqualTo("north:42");
    }

    @Test
    void tag_fieldThatIsNotThere_isNone() {
        assertThat(tag("t:{header.X-Tenant}", Map.of(), Map.of("x-tenant", Site.ABSENT)))
                .isNull();
        assertThat(tag("t:{header.X-Tenant}", Map.of(), Map.of())).isNull();
    }

    /** So that no client puts two tags in place of one, or one that nobody can name. */
    @Test
    void tag_otherThanVisibleCharacters_areEncoded() {
        assertThat(tag("t:{header.X-Tenant}", Map.of(), Map.of("x-tenant", "a b\t\u00e4")))
                .isEqualTo("t:a%20b%09%C3%A4");
    }

    @ParameterizedTest
    @CsvSource({
        "{number}, the path of its route does not have",
        "{header.Cookie}, holds secrets",
        "{header.Authorization}, holds secrets",
        "{header.X-Area}, not in the key",
        "{id, stands alone",
        "a b, no spaces",
    })
    void of_textThatCannotBe_isRefused(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TagPattern.of(text, Set.of("id"), Set.of("x-tenant")))
                .withMessageContaining(why);
    }

    @Test
    void of_nothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TagPattern.of("", Set.of(), Set.of()));
    }
}
