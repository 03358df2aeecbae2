package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.request;
import static dev.larder.http.decision.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InvalidationTest {

    private static SortedSet<String> targets(String... fields) {
        return Invalidation.of(request("POST"), response(200, fields), SAFE).targets();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "FOO", "get", "PURGE"})
    void of_methodNotKnownToBeSafe_isItsTarget(String method) {
        assertThat(Invalidation.of(request(method), response(200), SAFE).targets())
                .containsExactly("/a?b=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})
    void of_safeMethod_isNothing(String method) {
        assertThat(Invalidation.of(
                        request(method), response(200, "Location", "/x", "Cache-Group-Invalidation", "\"g\""), SAFE))
                .isEqualTo(Invalidation.NONE);
    }

    @ParameterizedTest
    @CsvSource({"100,0", "199,0", "200,1", "204,1", "299,1", "302,1", "399,1", "400,0", "404,0", "500,0"})
    void of_status_isNoError(int status, int targets) {
        assertThat(Invalidation.of(request("POST"), response(status), SAFE).targets())
                .hasSize(targets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/x?y=z|/x?y=z",
                "x|/x",
                "?q|/a?q",
                "https://example.org/x|/x",
                "https://EXAMPLE.org:443/x#f|/x",
                "//example.org|/",
                "HTTPS://example.org/x|/x",
            })
    void of_locationOfTheSameOrigin_isAdded(String location, String expected) {
        assertThat(targets("Location", location)).containsExactlyInAnyOrder("/a?b=c", expected);
        assertThat(targets("Content-Location", location)).containsExactlyInAnyOrder("/a?b=c", expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.org/x",
                "https://example.com/x",
                "https://example.org:8443/x",
                "//example.com/x",
                "https://example.org.evil/x",
                "https://user@example.org/x",
                "mailto:a@example.org",
                "ht tp://x",
                "https://%/"
            })
    void of_locationOfAnotherOrigin_isNot(String location) {
        assertThat(targets("Location", location, "Content-Location", location)).containsExactly("/a?b=c");
    }

    @Test
    void of_defaultPort_isTheSameOrigin() {
        for (String[] pair : new String[][] {
            {"http", "example.org", "http://example.org:80/x"},
            {"http", "example.org:80", "//example.org/x"},
            {"https", "example.org:443", "https://example.org/x"},
            {"http", "example.org:8080", "http://example.org:8080/x"}
        }) {
            RequestHead request = new RequestHead("POST", pair[0], pair[1], "/a", Fields.NONE);
            assertThat(Invalidation.of(request, response(200, "Location", pair[2]), SAFE)
                            .targets())
                    .containsExactly("/a", "/x");
        }
        RequestHead request = new RequestHead("POST", "http", "example.org", "/a", Fields.NONE);
        assertThat(Invalidation.of(request, response(200, "Location", "http://example.org:443/x"), SAFE)
                        .targets())
                .containsExactly("/a");
    }

    @Test
    void of_groups_areThoseOfTheOrigin() {
        Invalidation invalidation =
                Invalidation.of(request("POST"), response(200, "Cache-Group-Invalidation", "\"a\";x=1, \"B c\""), SAFE);
        assertThat(invalidation.tags()).containsExactly("group:https://example.org B c", "group:https://example.org a");
        SortedSet<String> stored = Tags.of(request("GET"), Fields.of("Cache-Groups", "\"a\""), SAFE);
        assertThat(stored).hasSize(1).isSubsetOf(invalidation.tags());
    }

    /** Each may be that of something else that is stored. */
    @Test
    void of_manyGroups_areAllInvalidated() {
        String groups = IntStream.range(0, 600).mapToObj(i -> "\"g" + i + "\"").collect(Collectors.joining(", "));
        assertThat(Invalidation.of(request("POST"), response(200, "Cache-Group-Invalidation", groups), SAFE)
                        .tags())
                .hasSize(600);
    }

    @Test
    void of_groupsThatAreNoStrings_areNone() {
        assertThat(Invalidation.of(request("POST"), response(200, "Cache-Group-Invalidation", "\"a\", b"), SAFE)
                        .tags())
                .isEmpty();
    }

    @Test
    void of_groupsOfAFailedRequest_areNone() {
        assertThat(Invalidation.of(request("POST"), response(500, "Cache-Group-Invalidation", "\"a\""), SAFE))
                .isEqualTo(Invalidation.NONE);
    }

    @Test
    void of_targetThatIsNoPath_isNothing() {
        RequestHead request = new RequestHead("FOO", "https", "example.org", "*", Fields.NONE);
        assertThat(Invalidation.of(request, response(200), SAFE)).isEqualTo(Invalidation.NONE);
    }
}
