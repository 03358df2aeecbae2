package dev.larder.http.message;

/** Characters of HTTP (RFC 9110, section 5.6). */
public final class Syntax {

    private Syntax() {}

    /** Returns whether a text is a token: a method, a name of a field, a directive. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Syntax::isTokenCharacter);
    }

    /** Returns whether a character may stand in a token. */
    public static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Returns whether a text may be the value of a field: visible characters, spaces, tabs, and bytes from 0x80 on. */
    public static boolean isFieldValue(String text) {
        return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
    }
}
