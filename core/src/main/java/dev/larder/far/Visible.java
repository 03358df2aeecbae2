package dev.larder.far;

/**
 * The characters that show themselves where keys are listed. Those that do not are listed here, and not asked of the JVM, whose
 * releases know different versions of Unicode: all processes have to write a key in the same way.
 */
final class Visible {

    /** Ends of ranges above ASCII: controls, spaces, separators, what is invisible or turns the direction of text. */
    private static final char[][] HIDDEN = {
        {'\u0080', '\u00a0'}, // C1 controls, no-break space
        {'\u00ad', '\u00ad'}, // soft hyphen
        {'\u034f', '\u034f'}, // combining grapheme joiner
        {'\u0600', '\u0605'}, // Arabic signs
        {'\u061c', '\u061c'}, // Arabic letter mark
        {'\u06dd', '\u06dd'},
        {'\u070f', '\u070f'},
        {'\u0890', '\u0891'},
        {'\u08e2', '\u08e2'},
        {'\u115f', '\u1160'}, // Hangul fillers
        {'\u1680', '\u1680'}, // Ogham space
        {'\u17b4', '\u17b5'}, // Khmer inherent vowels
        {'\u180b', '\u180f'}, // Mongolian selectors
        {'\u2000', '\u200f'}, // spaces, zero width, direction marks
        {'\u2028', '\u202f'}, // separators, direction embeddings
        {'\u205f', '\u206f'}, // spaces, joiners, direction isolates
        {'\u2800', '\u2800'}, // empty Braille
        {'\u3000', '\u3000'}, // ideographic space
        {'\u3164', '\u3164'}, // Hangul filler
        {'\ufe00', '\ufe0f'}, // variation selectors
        {'\ufeff', '\ufeff'}, // byte order mark
        {'\uffa0', '\uffa0'}, // half-width Hangul filler
        {'\ufff0', '\uffff'}, // annotations, what is no character
    };

    private Visible() {}

    /** Returns whether the character at an index shows itself; both halves of a pair do or do not. */
    static boolean is(String text, int index) {
        char c = text.charAt(index);
        if (c < '\u0080') {
            return c >= ' ' && c != '\u007f';
        }
        char high = Character.isLowSurrogate(c) && index > 0 ? text.charAt(index - 1) : c;
        if (Character.isHighSurrogate(high)) {
            return !isHiddenPlane(high);
        }
        for (char[] range : HIDDEN) {
            if (c <= range[1]) {
                return c < range[0];
            }
        }
        return true;
    }

    /** Plane 14: tags and further variation selectors. */
    private static boolean isHiddenPlane(char high) {
        return high >= '\udb40' && high <= '\udb7f';
    }
}
