package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

    /** An asterisk at the end makes it a prefix. */
    private static PathPattern pattern(String text) {
        boolean prefix = text.endsWith("*");
        return PathPattern.of(prefix ? text.substring(0, text.length() - 1) : text, !prefix);
    }

    @ParameterizedTest
    @CsvSource({
        "/plots*, /plots, true",
        "/plots*, /plots/7, true",
        "/plots*, /plotsx, false",
        "/plots/*, /plots, false",
        "/plots/*, /plots/, true",
        "/*, /anything/at/all, true",
        "/plots, /plots, true",
        "/plots, /plots/7, false",
        "/plots, /plots/, false",
        "/plots/{id}, /plots/7, true",
        "/plots/{id}, /plots/, false",
        "/plots/{id}, /plots, false",
        "/plots/{id}, /plots/7/, false",
        "/plots/{id}, /plots/7/beds, false",
        "/plots/{id}, /beds/7, false",
        "/plots/{id}*, /plots/7, true",
        "/plots/{id}*, /plots/7/beds, true",
        "/plots/{id}*, /plots/, false",
        "/plots/{id}/*, /plots/7/beds, true",
        "/plots/{id}/*, /plots/7/, true",
        "/plots/{id}/*, /plots/7, false",
        "/{area}/plots/{id}, /north/plots/7, true",
        "/{area}/plots/{id}, /north/beds/7, false",
    })
    void covers_path_isSegmentBySegment(String pattern, String path, boolean covers) {
        assertThat(pattern(pattern).covers(path)).isEqualTo(covers);
    }

    @Test
    void named_path_givesItsSegments() {
        assertThat(pattern("/{area}/plots/{id}*").named("/north/plots/7%2F8/beds"))
                .isEqualTo(Map.of("area", "north", "id", "7%2F8"));
        assertThat(pattern("/plots*").named("/plots/7")).isEmpty();
    }

    @Test
    void order_ofPatterns_isTheMostSpecificFirst() {
        List<String> expected = List.of(
                "/plots/{id}/beds*",
                "/plots/new",
                "/plots/{id}",
                "/plots/{id}*",
                "/{x}/{y}*",
                "/plots/*",
                "/plots*",
                "/{x}*",
                "/*");
        List<PathPattern> shuffled =
                new ArrayList<>(expected.stream().map(PathPatternTest::pattern).toList());
        Collections.reverse(shuffled);

        shuffled.sort(PathPattern.MOST_SPECIFIC_FIRST);

        assertThat(shuffled.stream().map(found -> found.text() + (found.exact() ? "" : "*")))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/plots*, /plots/{id}, true",
        "/plots/{id}, /plots/new, true",
        "/plots/new, /plots/old, false",
        "/plots, /plots/new, false",
        "/plots, /plots*, true",
        "/beds*, /plots*, false",
        "/*, /plots/{id}, true",
        "/{x}/a, /y*, true",
    })
    void overlaps_patterns_isWhetherTheyShareAPath(String one, String other, boolean overlaps) {
        assertThat(pattern(one).overlaps(pattern(other))).isEqualTo(overlaps);
        assertThat(pattern(other).overlaps(pattern(one))).isEqualTo(overlaps);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plots", "", "/pl ots", "/stra\u00dfe", "/a{id}", "/{Id}", "/{id}/{id}", "/{}", "/a}", "/a?b"})
    void of_textThatIsNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.of(text, true));
    }

    @Test
    void shape_namesOfSegments_doNotCount() {
        assertThat(Stream.of("/a/{id}", "/a/{number}")
                        .map(text -> pattern(text).shape())
                        .distinct())
                .hasSize(1);
        assertThat(pattern("/a").shape()).isNotEqualTo(pattern("/a*").shape());
    }
}
