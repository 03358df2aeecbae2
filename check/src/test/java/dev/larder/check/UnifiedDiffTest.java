package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    private static final UnifiedDiff DIFF = UnifiedDiff.parse("""
            what it does
            test: XTest

            diff --git a/x.txt b/x.txt
            --- a/x.txt
            +++ b/x.txt
            @@ -1,3 +1,3 @@ where
             one
            -two
            +TWO

            @@ -9,1 +9,2 @@
             nine
            +ten
            diff --git a/y.txt b/y.txt
            --- a/y.txt
            +++ b/y.txt
            @@ -1 +0,0 @@
            -gone
            """.lines().toList());

    @Test
    void files_ofSeveral_areAll() {
        assertThat(DIFF.files()).containsExactly("x.txt", "y.txt");
    }

    @Test
    void apply_linesMoved_findsThem() {
        assertThat(DIFF.apply("x.txt", "new\none\ntwo\n\nother\nnine\nend\n"))
                .isEqualTo("new\none\nTWO\n\nother\nnine\nten\nend\n");
        assertThat(DIFF.apply("y.txt", "gone\n")).isEmpty();
        assertThat(DIFF.apply("z.txt", "same\n")).isEqualTo("same\n");
    }

    @Test
    void apply_textNotThereOrTwice_isRefused() {
        assertThatThrownBy(() -> DIFF.apply("y.txt", "here\n"))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> DIFF.apply("y.txt", "gone\ngone\n"))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("more than once");
    }
}
