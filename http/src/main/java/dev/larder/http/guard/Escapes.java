package dev.larder.http.guard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986, section 2). */
final class Escapes {

    private static final String DIGITS = "0123456789ABCDEF";
    private static final String RESERVED = "!$&'()*+,;=:@/?";

    private Escapes() {}

    /** Returns the octet that is encoded at a percent sign; -1 where none is. */
    static int octet(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(percent + 1));
        int low = digit(text.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    /** Returns the one form of a text whose encodings have been checked. */
    static String normalise(String text) {
        return isInForm(text) ? text : rewrite(text);
    }

    /** Most texts hold nothing that is encoded, nor has to be. */
    private static boolean isInForm(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnreserved(c) && RESERVED.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String rewrite(String text) {
        StringBuilder form = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            boolean encoded = c == '%';
            if (encoded) {
                c = octet(text, i);
                i += 2;
            }
            if (isUnreserved(c) || (!encoded && RESERVED.indexOf(c) >= 0)) {
                form.append((char) c);
            } else {
                form.append('%').append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
            }
        }
        return form.toString();
    }

    /** Returns the octets that a text stands for. */
    static byte[] decode(String text, boolean plusIsSpace) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.write(octet(text, i));
                i += 2;
            } else {
                octets.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        return octets.toByteArray();
    }

    /** Returns whether what is encoded is UTF-8. What is not encoded is ASCII. */
    static boolean isUtf8(String text) {
        boolean ascii = true;
        for (int i = text.indexOf('%'); i >= 0 && ascii; i = text.indexOf('%', i + 1)) {
            ascii = octet(text, i) < 0x80;
        }
        return ascii || isDecodable(text);
    }

    private static boolean isDecodable(String text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decode(text, false)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
