package dev.larder.far;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisibleTest {

    /** Whatever the Unicode of any JVM calls a control, a format or a space that is not the usual one, is on the list. */
    @Test
    void is_whatTheJvmCallsInvisible_isNot() {
        assertThat(IntStream.rangeClosed(0, 0xffff)
                        .filter(c -> !Character.isSurrogate((char) c))
                        .filter(c -> hidden(Character.getType(c)) && c != ' ')
                        .filter(c -> Visible.is(Character.toString(c), 0)))
                .isEmpty();
    }

    @Test
    void is_lettersAndSigns_are() {
        String text = "aZ09 ~é€漢字עאß%#:_-.@\uD83C\uDF31";

        assertThat(IntStream.range(0, text.length()).filter(i -> !Visible.is(text, i)))
                .isEmpty();
    }

    @Test
    void is_tagsOfPlane14_areNotEitherHalf() {
        String tag = new String(Character.toChars(0xE0041));

        assertThat(Visible.is("a" + tag, 1)).isFalse();
        assertThat(Visible.is("a" + tag, 2)).isFalse();
    }

    private static boolean hidden(int type) {
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SPACE_SEPARATOR;
    }
}
