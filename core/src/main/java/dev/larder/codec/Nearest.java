package dev.larder.codec;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The path that was probably meant: the one with the fewest letters to change. */
final class Nearest {

    private Nearest() {}

    static @Nullable String of(String path, Collection<String> paths) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String known : paths) {
            int distance = Math.min(distance(path, known), 1 + distance(lastOf(path), lastOf(known)));
            if (distance < least) {
                least = distance;
                nearest = known;
            }
        }
        return nearest;
    }

    private static String lastOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Insertions, deletions and replacements (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
