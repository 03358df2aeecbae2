package dev.larder.server;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant. */
final class Nearest {

    private Nearest() {}

    /** Returns the word that is at most two insertions, deletions or replacements of a letter away; null if none is. */
    static @Nullable String of(String found, List<String> words) {
        String nearest = null;
        int least = 3;
        for (String word : words) {
            int distance = distance(found.toLowerCase(Locale.ROOT), word);
            if (distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[b.length()];
    }
}
