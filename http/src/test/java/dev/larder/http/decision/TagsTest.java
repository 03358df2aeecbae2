package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagsTest {

    private static @Nullable SortedSet<String> of(String... fields) {
        return Tags.of(get(), Fields.of(fields), SAFE);
    }

    @Test
    void of_surrogateKeysAndCacheTags_areTags() {
        assertThat(of("Surrogate-Key", "contract:42  area:7", "Cache-Tag", "a,b , c", "surrogate-key", "d"))
                .containsExactly("a", "area:7", "b", "c", "contract:42", "d");
    }

    private static CacheSettings settings(int most, int longest) {
        return CacheSettings.builder(Profile.SAFE)
                .tags(List.of("Cache-Tag"), most, longest)
                .build();
    }

    private static String listing(int tags) {
        return IntStream.range(0, tags).mapToObj(i -> "contract:" + i).collect(Collectors.joining(" "));
    }

    @Test
    void of_tagsOfAListing_areAllThere() {
        assertThat(of("Surrogate-Key", listing(304))).hasSize(304);
        assertThat(of("Surrogate-Key", listing(512), "Cache-Tag", "contract:0")).hasSize(512);
    }

    @Test
    void of_moreTagsThanAreKept_isNotStored() {
        assertThat(of("Surrogate-Key", listing(513))).isNull();
        assertThat(of("Surrogate-Key", listing(512), "Cache-Tag", "another")).isNull();
        assertThat(Tags.of(get(), Fields.of("Cache-Tag", "a,b", "Surrogate-Key", "x"), settings(2, 3)))
                .containsExactly("a", "b");
        assertThat(Tags.of(get(), Fields.of("Cache-Tag", "a,b,c"), settings(2, 3)))
                .isNull();
    }

    @Test
    void of_tagThatIsNone_isNotStored() {
        for (String tag : List.of("abcd", "\u00e9", "\u00ff")) {
            assertThat(Tags.of(get(), Fields.of("Cache-Tag", "a," + tag), settings(9, 3)))
                    .isNull();
        }
        assertThat(Tags.of(get(), Fields.of("Cache-Tag", "!,,~, ,abc,"), settings(9, 3)))
                .containsExactly("!", "abc", "~");
    }

    @Test
    void of_longestTagAndGroup_areTags() {
        String longest = "x".repeat(512 - "group:https://example.org ".length());
        CacheSettings settings = settings(9, 1000);
        assertThat(Tags.of(get(), Fields.of("Cache-Tag", "x".repeat(1000)), settings))
                .hasSize(1);
        assertThat(Tags.of(get(), Fields.of("Cache-Tag", "x".repeat(1001)), settings))
                .isNull();
        assertThat(Tags.of(get(), Fields.of("Cache-Groups", "\"" + longest + "\""), settings))
                .containsExactly("group:https://example.org " + longest);
        assertThat(Tags.of(get(), Fields.of("Cache-Groups", "\"a\", \"" + longest + "x\""), settings))
                .isNull();
    }

    @Test
    void of_groups_areOfTheOriginAndCaseSensitive() {
        assertThat(of("Cache-Groups", "\"Scripts\", \"scripts\""))
                .containsExactly("group:https://example.org Scripts", "group:https://example.org scripts");
        RequestHead other = new RequestHead("GET", "https", "example.com", "/", Fields.NONE);
        assertThat(Tags.of(other, Fields.of("Cache-Groups", "\"scripts\""), SAFE))
                .containsExactly("group:https://example.com scripts");
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
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scripts", "\"a\", b", "(\"a\")", "\"a", "1"})
    void of_groupsThatAreNoStrings_areIgnoredOrAReasonNotToStore(String groups) {
        Fields fields = Fields.of("Cache-Groups", groups, "Cache-Tag", "a");
        assertThat(Tags.of(get(), fields, RFC)).containsExactly("a");
        assertThat(Tags.of(get(), fields, SAFE)).isNull();
    }

    @Test
    void of_noGroups_areNone() {
        assertThat(of("Cache-Groups", "")).isEmpty();
        assertThat(of()).isEmpty();
    }

    @Test
    void of_groupParameters_areIgnored() {
        assertThat(of("Cache-Groups", "\"a\";b=1")).containsExactly("group:https://example.org a");
    }
}
