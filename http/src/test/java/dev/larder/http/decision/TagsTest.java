package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagsTest {

    private static SortedSet<String> of(String... fields) {
        return Tags.of(get(), Fields.of(fields), SAFE);
    }

    @Test
    void of_surrogateKeysAndCacheTags_areTags() {
        assertThat(of("Surrogate-Key", "contract:42  area:7", "Cache-Tag", "a,b , c", "surrogate-key", "d"))
                .containsExactly("a", "area:7", "b", "c", "contract:42", "d");
    }

    @Test
    void of_tagsBeyondLimits_doNotCount() {
        CacheSettings settings = CacheSettings.builder(Profile.SAFE)
                .tags(List.of("Cache-Tag"), 2, 3)
                .build();
        assertThat(Tags.of(get(), Fields.of("Cache-Tag", "abcd,a,é,b,c", "Surrogate-Key", "x"), settings))
                .containsExactly("a", "b");
    }

    @Test
    void of_tag_hasVisibleCharactersAndItsLimit() {
        CacheSettings settings = CacheSettings.builder(Profile.SAFE)
                .tags(List.of("Cache-Tag"), 9, 1000)
                .build();
        assertThat(Tags.of(
                        get(),
                        Fields.of("Cache-Tag", "!,~,\u00ff," + "x".repeat(1000) + "," + "x".repeat(1001)),
                        settings))
                .containsExactly("!", "x".repeat(1000), "~");
        String longest = "x".repeat(512 - "group:https://example.org ".length());
        assertThat(Tags.of(get(), Fields.of("Cache-Groups", "\"" + longest + "\", \"" + longest + "x\""), settings))
                .containsExactly("group:https://example.org " + longest);
    }

    @Test
    void of_groups_areOfTheOriginAndCaseSensitive() {
        assertThat(of("Cache-Groups", "\"Scripts\", \"scripts\""))
                .containsExactly("group:https://example.org Scripts", "group:https://example.org scripts");
        RequestHead other = new RequestHead("GET", "https", "example.com", "/", Fields.NONE);
        assertThat(Tags.of(other, Fields.of("Cache-Groups", "\"scripts\""), SAFE))
                .doesNotContainAnyElementsOf(of("Cache-Groups", "\"scripts\""));
    }

    @Test
    void of_thirtyTwoGroupsOfThirtyTwoCharacters_areSupported() {
        CacheSettings narrow =
                CacheSettings.builder(Profile.SAFE).tags(List.of(), 0, 0).build();
        String groups = IntStream.range(0, 32)
                .mapToObj(i -> "\"" + "x".repeat(30) + (10 + i) + "\"")
                .collect(Collectors.joining(", "));
        assertThat(Tags.of(get(), Fields.of("Cache-Groups", groups), narrow)).hasSize(32);
        assertThat(Tags.of(get(), Fields.of("Cache-Groups", groups + ", \"a\""), narrow))
                .hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scripts", "\"a\", b", "(\"a\")", "\"a", "1", ""})
    void of_groupsThatAreNoStrings_areNone(String groups) {
        assertThat(of("Cache-Groups", groups)).isEmpty();
    }

    @Test
    void of_groupParameters_areIgnored() {
        assertThat(of("Cache-Groups", "\"a\";b=1")).containsExactly("group:https://example.org a");
    }
}
