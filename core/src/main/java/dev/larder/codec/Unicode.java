package dev.larder.codec;

/** Well-formedness of text: what UTF-8 can hold without loss. */
final class Unicode {

    /** What decoders put in the place of bytes that are no character. */
    static final char REPLACEMENT = '\uFFFD';

    private Unicode() {}

    /** Whether every surrogate has its other half. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
