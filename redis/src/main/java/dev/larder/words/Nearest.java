package dev.larder.words;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant: the nearest one by edit distance, if one is near. */
public final class Nearest {

    private Nearest() {}

    /** Returns the word nearest to what was found, however it is capitalised and hyphenated; null if none is near. */
    public static @Nullable String of(String found, Collection<String> words) {
        String plainFound = plain(found);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            String plainWord = plain(word);
            int distance = distance(plainFound, plainWord);
            if (distance <= Math.max(1, plainWord.length() / 3) && distance < least) {
                least = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    private static String plain(String word) {
        String letters = word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        return letters.length() > 64 ? letters.substring(0, 64) : letters;
    }

    /**
     * Returns the distance of two words in insertions, deletions, replacements and swaps of neighbours (optimal string
     * alignment). Takes time and memory in proportion to the product of their lengths.
     */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
