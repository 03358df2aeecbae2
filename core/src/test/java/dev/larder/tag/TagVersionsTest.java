package dev.larder.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found again and again is what is known, however it was found before. */
class TagVersionsTest {

    private final TagVersions versions = new TagVersions(1_000);

    private TagVersion learn(String tag, long version) {
        return versions.learn(tag, version, System.nanoTime());
    }

    @Test
    void find_afterItWasFound_answersTheSame() {
        TagVersion learned = learn("t", 1);

        assertThat(IntStream.range(0, 1_000).mapToObj(time -> versions.find("t")))
                .containsOnly(learned);
    }

    @Test
    void find_whatWasFoundAndForgotten_answersNothing() {
        learn("t", 1);
        versions.find("t");
        versions.find("t");

        versions.forget("t");

        assertThat(versions.find("t")).isNull();
    }

    @Test
    void find_whatWasFoundAndReplaced_answersTheNewOne() {
        learn("t", 1);
        versions.find("t");
        versions.find("t");

        TagVersion next = learn("t", 2);

        assertThat(versions.find("t")).isSameAs(next);
        assertThat(versions.find("t")).isSameAs(next);
    }

    @Test
    void find_whatWasFoundAndSoftlyReplaced_answersTheNewOne() {
        learn("t", 1);
        versions.find("t");
        versions.find("t");

        versions.replaceSoftly("t", 2);

        assertThat(versions.find("t"))
                .isNotNull()
                .extracting(TagVersion::version)
                .isEqualTo(2L);
    }

    /** More tags than there are places for what was found lately. */
    @Test
    void find_manyTagsInTurn_answersEachItsOwn() {
        for (int tag = 0; tag < 600; tag++) {
            learn("t" + tag, tag);
        }

        for (int time = 0; time < 3; time++) {
            for (int tag = 0; tag < 600; tag++) {
                assertThat(versions.find("t" + tag))
                        .isNotNull()
                        .extracting(TagVersion::version)
                        .isEqualTo((long) tag);
            }
        }
    }

    /** Two texts of one hash share a place. */
    @Test
    void find_tagsOfOneHash_answersEachItsOwn() {
        TagVersion first = learn("Aa", 1);
        TagVersion second = learn("BB", 2);

        for (int time = 0; time < 3; time++) {
            assertThat(versions.find("Aa")).isSameAs(first);
            assertThat(versions.find("BB")).isSameAs(second);
        }
    }
}
