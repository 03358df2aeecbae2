package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NoVarySearchTest {

    private static NoVarySearch of(String field) {
        return NoVarySearch.of(Fields.of("No-Vary-Search", field));
    }

    @Test
    void of_params_doNotSelect() {
        NoVarySearch search = of("params=(\"utm\" \"x\")");
        assertThat(search.form("/a?utm=1&b=2&x")).isEqualTo("/a?b=2");
        assertThat(search.areEquivalent("/a?b=2&utm=1", "/a?utm=2&b=2")).isTrue();
        assertThat(search.areEquivalent("/a?b=2", "/a?b=3")).isFalse();
        assertThat(search.areEquivalent("/a?b=2&c=1", "/a?c=1&b=2")).isFalse();
        assertThat(search.areEquivalent("/a?utm=1", "/b?utm=1")).isFalse();
    }

    @Test
    void of_except_onlyTheseSelect() {
        NoVarySearch search = of("except=(\"id\")");
        assertThat(search.form("/a?utm=1&id=2&x")).isEqualTo("/a?id=2");
        assertThat(of("except=()").form("/a?utm=1&id=2&x")).isEqualTo("/a");
    }

    @Test
    void of_keyOrder_sortsNamesAndKeepsTheOrderOfValues() {
        NoVarySearch search = of("key-order");
        assertThat(search.areEquivalent("/a?b=1&c=2", "/a?c=2&b=1")).isTrue();
        assertThat(search.areEquivalent("/a?b=1&b=2", "/a?b=2&b=1")).isFalse();
        assertThat(of("key-order, params=(\"u\")").form("/a?c=2&u=9&b=1")).isEqualTo("/a?b=1&c=2");
        assertThat(of("except=(\"x\"), key-order").form("/a?x=1&y=2")).isEqualTo("/a?x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key-order=\"x\"",
                "params=\"x\"",
                "params=(a)",
                "params=?0",
                "params=?1",
                "params",
                "params=?1, except=(\"x\")",
                "params=(\"a\"), except=(\"x\")",
                "params=(), except=()",
                "except=\"x\"",
                "except=(a)",
                "except=?1",
                "params=(\"a\"",
                "params=()",
                "key-order=?0",
                "other=1",
                ""
            })
    void of_invalidOrDefault_selectsByAll(String field) {
        assertThat(of(field)).isEqualTo(NoVarySearch.ALL);
    }

    @Test
    void of_unknownKeys_areIgnored() {
        assertThat(of("params=(\"a\"), other=1").form("/?a=1")).isEqualTo("/");
    }

    @Test
    void form_default_isTheTargetByteByByte() {
        assertThat(NoVarySearch.of(Fields.NONE).form("/a?b&&c=%41")).isEqualTo("/a?b&&c=%41");
        assertThat(NoVarySearch.ALL.areEquivalent("/a", "/a?")).isFalse();
    }

    @Test
    void of_encodedName_isDecoded() {
        NoVarySearch search = of("params=(\"%C3%A9+%E6%B0%97\")");
        assertThat(search.form("/?%C3%A9%20%E6%B0%97=3&a=1")).isEqualTo("/?a=1");
        assertThat(search.form("/?%C3%A9+%E6%B0%97=4")).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"/,/?", "/?a=x,/?%61=%78", "/?a=%f6,/?a=%ef%bf%bd", "/?a=x&&&&,/?a=x", "/?a=,/?a", "/?a=+,/?a=%20&"})
    void areEquivalent_queriesThatParseTheSame_are(String a, String b) {
        assertThat(of("key-order").areEquivalent(a, b)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/?a=%26b=c,/?a=&b=c", "/?a%3Db=c,/?a=b%3Dc", "/?a=%,/?a=%25x", "/?a=%2,/?a=%252x"})
    void areEquivalent_queriesThatParseOtherwise_areNot(String a, String b) {
        assertThat(of("key-order").areEquivalent(a, b)).isFalse();
    }

    @Test
    void form_escapes_areOfTwoHexadecimalDigits() {
        NoVarySearch search = of("key-order");
        assertThat(search.form("/?a=%0a%7E%00%fF%1g%g1")).isEqualTo("/?a=%0A%7E%00%EF%BF%BD%251g%25g1");
        assertThat(search.form("/?=x&=")).isEqualTo("/?=x&=");
        assertThat(search.form("?a=1&b=2&a=0")).isEqualTo("?a=1&a=0&b=2");
    }

    @Test
    void form_escapeThatIsNone_staysAsItIs() {
        assertThat(of("key-order").areEquivalent("/?a=%zz", "/?a=%25zz")).isTrue();
        assertThat(of("key-order").areEquivalent("/?a=%4", "/?a=%254")).isTrue();
        assertThat(of("key-order").areEquivalent("/?a=%41", "/?a=A")).isTrue();
    }
}
