package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.guard.QueryRules.Disposition;
import dev.larder.http.guard.QueryRules.Selected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that cache and origin could read in different ways. */
final class QueryTest {

    private static final QueryRules LISTED = QueryRules.only(Disposition.DROP, "page", "sort by");
    private static final QueryRules TRACKED = QueryRules.without("utm_*", "fbclid");

    private static String cached(QueryRules rules, String raw) {
        return rules.select(target(raw)) instanceof Selected.Cached cached
                ? cached.target().text()
                : "uncached";
    }

    @ParameterizedTest
    @CsvSource({
        "/?a=1&b=2, /?a=1&b=2",
        "/?b=2&a=1, /?b=2&a=1",
        "/?, /",
        "/?&&, /",
        "/?a&&b&, /?a&b",
        "/?a=, /?a=",
        "/?a, /?a",
        "/?=a, /?=a",
        "/?%61=%62, /?a=b",
        "/?a%5b%5d=1, /?a%5B%5D=1",
        "/?a[]=1, /?a%5B%5D=1",
        "/?a=%26b=1, /?a=%26b=1",
        "/?a%3Db=1, /?a%3Db=1",
        "/?a=b+c, /?a=b+c",
        "/?a=b%20c, /?a=b%20c",
        "/?a=b?c=d, /?a=b?c=d",
        "/?a=%0d%0a, /?a=%0D%0A",
        "/?a=/../b, /?a=/../b",
        "/?a=%2541, /?a=%2541",
        "/?a=1;b=2, /?a=1;b=2",
        "/?a=\\|, /?a=%5C%7C"
    })
    void query_severalWaysToWriteIt_areOne(String raw, String form) {
        assertThat(target(raw).text()).isEqualTo(form);
        assertThat(target(form).text()).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({"/?a=%00, QUERY_CONTROL", "/?a=%, TARGET_PERCENT", "/?a=%ff, TARGET_NOT_UTF8", "/?a#b, TARGET_FRAGMENT"
    })
    void query_thatNobodyMeans_isRefused(String raw, Refusal refusal) {
        assertThat(Target.read(raw, TargetRules.DEFAULT)).isEqualTo(new Refused(refusal));
    }

    @Test
    void query_tooManyParameters_isRefused() {
        TargetRules rules = TargetRules.DEFAULT.withLimits(100, 2);

        assertThat(Target.read("/?a&b&c", rules)).isEqualTo(new Refused(Refusal.QUERY_TOO_MANY));
        assertThat(Target.read("/?&&", rules)).isEqualTo(new Refused(Refusal.QUERY_TOO_MANY));
        assertThat(target("/?a&b", rules).parameters()).hasSize(2);
    }

    /** Rails and others end a parameter at a semicolon: what could be cloaked so is dropped or keyed with it. */
    @Test
    void parameterCloaking_semicolon_belongsToItsParameter() {
        assertThat(cached(TRACKED, "/?callback=ok&utm_content=x;callback=evil")).isEqualTo("/?callback=ok");
        assertThat(cached(LISTED, "/?page=1&utm=x;page=2")).isEqualTo("/?page=1");
        assertThat(cached(LISTED, "/?page=1;page=2")).isEqualTo("/?page=1;page=2");
    }

    @ParameterizedTest
    @CsvSource({"utm_source", "utm%5fsource", "%75tm_source", "utm%5Fsource%5B%5D", "fbclid"})
    void parameterCloaking_encodedName_isTheSameName(String name) {
        assertThat(cached(TRACKED, "/?a=1&" + name + "=x")).isEqualTo("/?a=1");
    }

    @ParameterizedTest
    @CsvSource({"sort+by", "sort%20by"})
    void parameterCloaking_spaceInAName_isTheSameName(String name) {
        assertThat(cached(LISTED, "/?x=1&" + name + "=a")).isEqualTo("/?" + name + "=a");
    }

    @ParameterizedTest
    @CsvSource({"Page", "page[]", "%20page", "pa.ge", "page%20"})
    void unlistedParameter_almostTheName_neverReachesTheOrigin(String name) {
        assertThat(cached(LISTED, "/?page=1&" + name + "=2")).isEqualTo("/?page=1");
    }

    @Test
    void unlistedParameter_passed_hasNothingToDoWithTheCache() {
        QueryRules rules = QueryRules.only(Disposition.PASS, "page");

        assertThat(rules.select(target("/?page=1&q=2"))).isEqualTo(new Selected.Uncached(target("/?page=1&q=2")));
        assertThat(cached(rules, "/?page=1")).isEqualTo("/?page=1");
    }

    @Test
    void duplicateParameter_anyRules_keepsItsOrder() {
        assertThat(cached(QueryRules.ALL, "/?a=2&b&a=1")).isEqualTo("/?a=2&b&a=1");
        assertThat(cached(LISTED, "/?page=2&x&page=1")).isEqualTo("/?page=2&page=1");
        assertThat(cached(QueryRules.ALL.inOrder(), "/?b=1&a=2&b=0&%61=1")).isEqualTo("/?a=2&a=1&b=1&b=0");
    }
}
