package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {

    private static final UnifiedDiff DIFF = parse("""
            what it does
            test: XTest

            diff --git a/x.txt b/x.txt
            --- a/x.txt
            +++ b/x.txt
            @@ -1,3 +1,4 @@ where
             one
            -two
            +TWO
            +more

            @@ -5,2 +6,3 @@
             nine
            +ten
             end
            diff --git a/y.txt b/y.txt
            --- a/y.txt
            +++ b/y.txt
            @@ -1 +0,0 @@
            -gone
            """);

    private static UnifiedDiff parse(String patch) {
        return UnifiedDiff.parse(patch.lines().toList());
    }

    private static UnifiedDiff hunk(String lines) {
        return parse("--- a/x.txt\n+++ b/x.txt\n" + lines);
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(CheckException.class).hasMessageContaining(why);
    }

    @Test
    void files_ofSeveral_areAll() {
        assertThat(DIFF.files()).containsExactly("x.txt", "y.txt");
    }

    @Test
    void apply_linesWhereTheHeadersSay_replacesThem() {
        assertThat(DIFF.apply("x.txt", "one\ntwo\n\nother\nnine\nend\n"))
                .isEqualTo("one\nTWO\nmore\n\nother\nnine\nten\nend\n");
        assertThat(DIFF.apply("y.txt", "gone\n")).isEmpty();
        assertThat(DIFF.apply("z.txt", "same\n")).isEqualTo("same\n");
    }

    @Test
    void apply_linesThatLookLikeHeaders_areText() {
        assertThat(hunk("@@ -1,2 +1,2 @@\n--- a/x\n+++ b/x\n @@ end\n").apply("x.txt", "-- a/x\n@@ end\n"))
                .isEqualTo("++ b/x\n@@ end\n");
    }

    @Test
    void apply_linesMoved_isRefusedAndSaysWhereTheyAre() {
        assertRefused(() -> DIFF.apply("x.txt", "new\none\ntwo\n\nother\nnine\nend\n"), "at [2]");
        assertRefused(() -> DIFF.apply("x.txt", "one\ntwo\n\nnine\nend\n"), "at [4]");
        assertRefused(() -> DIFF.apply("x.txt", "one\ntwo\n\n\nother\nnine\nend\nnine\nend\n"), "at [6, 8]");
    }

    @Test
    void apply_linesNotThere_isRefused() {
        assertRefused(() -> DIFF.apply("x.txt", "one\ntwo\n \nother\nnine\nend\n"), "nowhere:\none\ntwo\n");
        assertRefused(() -> DIFF.apply("x.txt", "one\ntwo\n\nother\nnine\n"), "nowhere:\nnine\nend");
        assertRefused(() -> DIFF.apply("x.txt", ""), "nowhere");
        assertRefused(() -> DIFF.apply("y.txt", "gone"), "nowhere");
    }

    @Test
    void apply_hunksOutOfOrder_isRefused() {
        UnifiedDiff diff = hunk("@@ -2,2 +2,2 @@\n-b\n+B\n c\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n");

        assertRefused(() -> diff.apply("x.txt", "a\nb\nc\n"), "@@ -1,2 +1,2 @@");
    }

    @Test
    void apply_changeAtTheEndOfHunkButNotOfFile_isRefused() {
        assertRefused(() -> DIFF.apply("y.txt", "gone\nleft\n"), "add the line that follows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-two\n", "-two\n\\ No newline at end of file\n", "-two\n+TWO\n", "-two\n@@ -9,1 +9,1 @@\n"})
    void parse_hunkCutShort_isRefused(String lines) {
        assertRefused(() -> hunk("@@ -1,3 +1,3 @@\n one\n" + lines), "counts other lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {" three\n", "\n", "+three\n", "-three\n", "three\n", "index 1..2\n"})
    void parse_lineAfterTheLastThatIsCounted_isRefused(String line) {
        assertRefused(() -> hunk("@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n" + line), "stands after the lines");
    }

    @Test
    void parse_oneSideCountedTooLowOrHigh_isRefused() {
        assertRefused(() -> hunk("@@ -1,2 +1,3 @@\n one\n-two\n-three\n+TWO\n"), "counts other lines");
        assertRefused(() -> hunk("@@ -1,3 +1,1 @@\n one\n+new\n two\n three\n"), "counts other lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@@", "@@ -1,2 +1,2", "@@ -a,2 +1,2 @@", "@@ +1,2 -1,2 @@", "@@ -1,2 +1,2 @@where"})
    void parse_headerOfHunkMalformed_isRefused(String header) {
        assertRefused(() -> hunk(header + "\n one\n-two\n+TWO\n"), "no header of a hunk");
    }

    @Test
    void parse_numbersOfHeadersThatDisagree_areRefused() {
        assertRefused(() -> hunk("@@ -4,2 +5,2 @@\n one\n-two\n+TWO\n"), "has to be 4");
        assertRefused(
                () -> hunk("@@ -1,2 +1,3 @@\n-one\n+ONE\n+more\n two\n@@ -9,2 +9,2 @@\n-nine\n+NINE\n ten\n"),
                "has to be 10");
    }

    @Test
    void parse_hunkThatFindsOrChangesNothing_isRefused() {
        assertRefused(() -> hunk("@@ -0,0 +1 @@\n+new\n"), "no line to be found by");
        assertRefused(() -> hunk("@@ -1,2 +1,2 @@\n one\n two\n"), "none to be changed");
    }

    @Test
    void parse_patchWithoutFileOrHunk_isRefused() {
        assertRefused(() -> parse("what it does\ntest: XTest\n\n"), "changes nothing");
        assertRefused(() -> hunk(""), "followed by no hunk");
        assertRefused(() -> hunk("diff --git a/y.txt b/y.txt\n"), "followed by no hunk");
    }

    @Test
    void parse_filesThatDiffer_areRefused() {
        assertRefused(() -> parse("--- a/x\n+++ b/y\n@@ -1 +1 @@\n-one\n+ONE\n"), "the same file");
        assertRefused(() -> parse("--- a/x\n"), "the same file");
        assertRefused(
                () -> hunk("@@ -1 +1 @@\n-a\n+b\n--- a/x.txt\n+++ b/x.txt\n@@ -1 +1 @@\n-b\n+c\n"),
                "stands there twice");
    }
}
