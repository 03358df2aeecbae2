package dev.larder.session;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of an index begins.
 *
 * @param score time of creation of the first session
 * @param skip how many of that time were shown before
 */
record Cursor(String score, int skip) {

    private static final Cursor NEWEST = new Cursor("+inf", 0);
    private static final Pattern FORM = Pattern.compile("(\\d{1,17})\\.(\\d{1,6})");

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Cursor of(@Nullable String text) {
        if (text == null) {
            return NEWEST;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a cursor; give null for the first page, and what it says for the next");
        }
        return new Cursor(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    /** Returns the cursor behind a page, given the time of creation of each of its sessions. */
    Cursor after(List<String> scores) {
        String last = scores.get(scores.size() - 1);
        int same = 0;
        while (same < scores.size() && scores.get(scores.size() - 1 - same).equals(last)) {
            same++;
        }
        return new Cursor(last, same == scores.size() && last.equals(score) ? skip + same : same);
    }

    @Override
    public String toString() {
        return score + "." + skip;
    }
}
