package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityTagTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "W/\"\"", "\"!#~\"", "\"\u0080\u00ff\"", "\"a\\\"", "\"W/\""})
    void parse_tag_isReadAsItIs(String text) {
        EntityTag tag = EntityTag.parse(text);
        assertThat(tag).isNotNull().hasToString(text);
        assertThat(tag.weak()).isEqualTo(text.startsWith("W/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\"",
                "W/",
                "W/\"",
                "w/\"a\"",
                "\"a b\"",
                "\"a\"b",
                "a\"b\"",
                "\"a\u007f\"",
                "\"\t\"",
                "\"a\"b\"",
                "'a'"
            })
    void parse_noTag_isNull(String text) {
        assertThat(EntityTag.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "W/\"1\",W/\"1\",false,true",
        "W/\"1\",W/\"2\",false,false",
        "W/\"1\",\"1\",false,true",
        "\"1\",\"1\",true,true"
    })
    void equals_stronglyAndWeakly_areAsInTheTableOfTheRfc(String a, String b, boolean strongly, boolean weakly) {
        EntityTag left = EntityTag.parse(a);
        EntityTag right = EntityTag.parse(b);
        assertThat(left.equalsStrongly(right)).isEqualTo(strongly);
        assertThat(right.equalsStrongly(left)).isEqualTo(strongly);
        assertThat(left.equalsWeakly(right)).isEqualTo(weakly);
    }

    @Test
    void parseAll_lines_areOneList() {
        assertThat(EntityTag.parseAll(List.of("\"a,b\", x, W/\"c\"", " , \"d\"")))
                .containsExactly(new EntityTag(false, "a,b"), new EntityTag(true, "c"), new EntityTag(false, "d"));
    }
}
