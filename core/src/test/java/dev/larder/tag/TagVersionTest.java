package dev.larder.tag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which stamps are those of softly replaced versions. */
class TagVersionTest {

    private static TagVersion[] of(long... versions) {
        return TagVersion.allUntracked(versions);
    }

    private static boolean softly(TagVersion[] before, TagVersion... now) {
        return TagVersion.softlyReplaced(TagVersion.stamp(before), now);
    }

    @Test
    void softlyReplaced_anyMixture_isFound() {
        TagVersion[] now = {TagVersion.untracked(1, 11, 12), TagVersion.untracked(2), TagVersion.untracked(3, 31)};

        assertThat(softly(of(11, 2, 3), now)).isTrue();
        assertThat(softly(of(12, 2, 31), now)).isTrue();
        assertThat(softly(of(1, 2, 31), now)).isTrue();
        assertThat(softly(of(11, 9, 3), now)).isFalse();
        assertThat(softly(of(13, 2, 3), now)).isFalse();
        assertThat(softly(of(11, 2), now)).isFalse();
        assertThat(softly(of(2, 11, 3), now)).isFalse();
    }

    @Test
    void softlyReplaced_nothingReplaced_isNeverTrue() {
        assertThat(softly(of(1, 2), TagVersion.untracked(1), TagVersion.untracked(2)))
                .isFalse();
    }

    @Test
    void softlyReplaced_moreMixturesThanAreTried_takesTheOldestForInvalid() {
        List<TagVersion> now = new ArrayList<>();
        long[] newest = new long[12];
        long[] oldest = new long[12];
        for (int i = 0; i < 12; i++) {
            now.add(TagVersion.untracked(i, 100 + i, 200 + i));
            newest[i] = 100 + i;
            oldest[i] = 200 + i;
        }

        assertThat(softly(of(newest), now.toArray(TagVersion[]::new))).isTrue();
        assertThat(softly(of(oldest), now.toArray(TagVersion[]::new))).isFalse();
    }

    @Test
    void replaceSoftly_thenForget_endsThoseBeforeAsWell() {
        TagVersions versions = new TagVersions(10);
        TagVersion first = versions.learn("t", 1, System.nanoTime());
        versions.replaceSoftly("t", 2);
        TagVersion second = versions.find("t");

        assertThat(first.current()).isFalse();
        assertThat(first.usable()).isTrue();
        assertThat(second).isNotNull();
        versions.forget("t");
        assertThat(first.usable()).isFalse();
        assertThat(second.usable()).isFalse();
    }
}
