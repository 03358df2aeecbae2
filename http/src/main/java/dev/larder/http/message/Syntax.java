package dev.larder.http.message;

/** Characters of HTTP (RFC 9110, section 5.6). */
public final class Syntax {

    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = 0; c < TOKEN.length; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            TOKEN[c] = letter || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }

    private Syntax() {}

    /** Returns whether a text is a token: a method, a name of a field, a directive. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Returns whether a character may stand in a token. */
    public static boolean isTokenCharacter(int c) {
        return c >= 0 && c < TOKEN.length && TOKEN[c];
    }

    /** Returns whether a text may be the value of a field: visible characters, spaces, tabs, and bytes from 0x80 on. */
    public static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = (c >= ' ' && c != 0x7f && c <= 0xff) || c == '\t';
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
