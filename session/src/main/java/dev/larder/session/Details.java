package dev.larder.session;

import static java.util.Objects.requireNonNull;

/**
 * What a user is shown of a session in the list of his sessions.
 *
 * @param device such as {@code Firefox on Linux}, at most {@value #MAX_CHARS} characters; longer ones are cut
 * @param place such as an address or a town, at most {@value #MAX_CHARS} characters; longer ones are cut
 */
public record Details(String device, String place) {

    /** Characters of the longest text. */
    public static final int MAX_CHARS = 200;

    /** Nothing is known. */
    public static final Details NONE = new Details("", "");

    /** Cuts what is too long. */
    public Details {
        device = cut(requireNonNull(device, "device"));
        place = cut(requireNonNull(place, "place"));
    }

    /** Shows nothing of anybody. */
    @Override
    public String toString() {
        return "Details";
    }

    private static String cut(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return text.substring(0, end);
    }
}
