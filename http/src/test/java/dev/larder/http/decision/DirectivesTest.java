package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectivesTest {

    private static Directives parse(String... lines) {
        return Directives.parse(List.of(lines));
    }

    @Test
    void parse_tokenOrQuotedString_areTheSame() {
        assertThat(parse("max-age=5").seconds("max-age")).isEqualTo(seconds(5));
        assertThat(parse("max-age=\"5\"").seconds("max-age")).isEqualTo(seconds(5));
        assertThat(parse("max-age=\"\\5\"").seconds("max-age")).isEqualTo(seconds(5));
        assertThat(parse("private=set-cookie").fieldNames("private")).containsExactly("set-cookie");
        assertThat(parse("private=\"Set-Cookie , X-A\"").fieldNames("private")).containsExactly("set-cookie", "x-a");
    }

    @Test
    void parse_otherCase_isTheSame() {
        assertThat(parse("No-Store, MAX-AGE=5").has("no-store")).isTrue();
        assertThat(parse("No-Store, MAX-AGE=5").seconds("max-age")).isEqualTo(seconds(5));
    }

    @Test
    void parse_severalLinesAndEmptyMembers_areOneList() {
        Directives directives = parse(", no-cache,,", " ", "max-age=1 ,");
        assertThat(directives.has("no-cache")).isTrue();
        assertThat(directives.seconds("max-age")).isEqualTo(seconds(1));
    }

    @Test
    void parse_unknownDirectives_areIgnored() {
        Directives directives = parse("foo, bar=1, baz=\"no-store, private\", max-age=5");
        assertThat(directives.has("no-store")).isFalse();
        assertThat(directives.has("private")).isFalse();
        assertThat(directives.seconds("max-age")).isEqualTo(seconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "007, 7",
        "2147483647, 2147483647",
        "2147483648, 2147483648",
        "2147483649, 2147483648",
        "9999999999, 2147483648",
        "99999999999999999999999999, 2147483648",
    })
    void seconds_tooLarge_areTwoToTheThirtyFirst(String written, long expected) {
        assertThat(parse("max-age=" + written).seconds("max-age")).isEqualTo(seconds(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age",
                "max-age=",
                "max-age=a",
                "max-age=-1",
                "max-age=+1",
                "max-age=1.5",
                "max-age=\"1",
                "max-age=\"1\"x",
                "max-age=\"1\\",
                "max-age= 60",
                "max-age =60",
                "max-age=60; private",
                "max-age='60'",
                "max-age=60s",
            })
    void seconds_thatCannotBeRead_areThereAndInvalid(String line) {
        Directives directives = parse(line);
        assertThat(directives.has("max-age")).isTrue();
        assertThat(directives.isValid("max-age") && directives.seconds("max-age") != null)
                .isFalse();
        assertThat(directives.seconds("max-age")).isNull();
    }

    @Test
    void seconds_twiceTheSame_count() {
        assertThat(parse("max-age=5, max-age=5").seconds("max-age")).isEqualTo(seconds(5));
    }

    @Test
    void seconds_twiceDifferent_areInvalid() {
        assertThat(parse("max-age=5, max-age=6").seconds("max-age")).isNull();
        assertThat(parse("max-age=5", "max-age=6").seconds("max-age")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private",
                "private; max-age=60",
                "private=",
                "private=\"a b\"",
                "private=\"set-cookie",
                "private=\"\"",
                "private=\"set-cookie\", private",
                "private, private=\"set-cookie\"",
                "private=x=y",
            })
    void isUnqualified_noReadableList_isForTheWholeResponse(String line) {
        assertThat(parse(line).isUnqualified("private")).isTrue();
    }

    @Test
    void fieldNames_twoLists_areOneList() {
        Directives directives = parse("no-cache=\"A\"", "no-cache=b");
        assertThat(directives.isUnqualified("no-cache")).isFalse();
        assertThat(directives.fieldNames("no-cache")).containsExactly("a", "b");
        assertThat(parse("private=a", "private=\"b\"").fieldNames("private")).containsExactly("a", "b");
    }

    @Test
    void parse_quoteLeftOpen_hidesNothing() {
        assertThat(parse("foo=\"bar, no-store").has("no-store")).isTrue();
        assertThat(parse("foo=\"bar", "no-store").has("no-store")).isTrue();
    }

    @Test
    void parse_memberWithoutName_isLeftOut() {
        assertThat(parse("=1, \"no-store\", max-age=2").seconds("max-age")).isEqualTo(seconds(2));
        assertThat(parse("\"no-store\"").has("no-store")).isFalse();
    }

    @Test
    void parseTargeted_dictionary_isRead() {
        Directives directives = targeted("max-age=60;x=1, must-revalidate, private=\"set-cookie\"");
        assertThat(directives.seconds("max-age")).isEqualTo(seconds(60));
        assertThat(directives.has("must-revalidate")).isTrue();
        assertThat(directives.fieldNames("private")).containsExactly("set-cookie");
    }

    @Test
    void parseTargeted_largeNumber_isTwoToTheThirtyFirst() {
        assertThat(targeted("max-age=999999999999999").seconds("max-age")).isEqualTo(Seconds.MOST);
    }

    @Test
    void parseTargeted_wrongTypes_areInvalid() {
        Directives directives =
                targeted("max-age=60.5, s-maxage=\"60\", private=set-cookie, no-store=?0, stale-if-error=-1");
        assertThat(directives.has("max-age")).isTrue();
        assertThat(directives.seconds("max-age")).isNull();
        assertThat(directives.seconds("s-maxage")).isNull();
        assertThat(directives.isUnqualified("private")).isTrue();
        assertThat(directives.has("no-store")).isFalse();
        assertThat(directives.seconds("stale-if-error")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Max-Age=60", "max-age=60,", "max-age=", "max-age=9999999999999999", "a b", "é"})
    void parseTargeted_emptyOrInvalid_isIgnored(String line) {
        assertThat(Directives.parseTargeted(List.of(line))).isNull();
    }

    private static Directives targeted(String line) {
        Directives directives = Directives.parseTargeted(List.of(line));
        assertThat(directives).isNotNull();
        return directives;
    }
}
