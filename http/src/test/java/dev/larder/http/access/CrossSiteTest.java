package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers say of where a request comes from. */
class CrossSiteTest {

    @ParameterizedTest
    @CsvSource({
        ", , a.example, false",
        "same-origin, , a.example, false",
        "none, , a.example, false",
        "same-site, , a.example, true",
        "cross-site, , a.example, true",
        "'', , a.example, true",
        "same-origin, https://b.example, a.example, false",
        "cross-site, https://a.example, a.example, true",
        ", https://a.example, a.example, false",
        ", https://A.example:443, a.EXAMPLE, false",
        ", https://a.example, a.example:443, false",
        ", http://a.example:8080, a.example:8080, false",
        ", http://a.example:8080, a.example, true",
        ", https://a.example.evil, a.example, true",
        ", null, a.example, true",
        ", '', a.example, true",
    })
    void isSaid_byTheFields(@Nullable String site, @Nullable String origin, String host, boolean said) {
        assertThat(CrossSite.isSaid(site, origin, host)).isEqualTo(said);
    }
}
