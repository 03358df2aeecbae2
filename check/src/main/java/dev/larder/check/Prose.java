package dev.larder.check;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Text that compresses, and that a dictionary helps: words of a vocabulary, which differs from form to form. The same
 * arguments always give the same text.
 */
final class Prose {

    private static final int VOCABULARY = 250;
    private static final Map<Integer, String[]> WORDS = new ConcurrentHashMap<>();

    private Prose() {}

    static String of(int key, long version, int form, int words) {
        String[] vocabulary = WORDS.computeIfAbsent(form, Prose::vocabulary);
        SplittableRandom random = new SplittableRandom(key * 0x9e3779b97f4a7c15L + version * 31 + form);
        StringBuilder text = new StringBuilder(words * 10);
        for (int i = 0; i < words; i++) {
            text.append(vocabulary[random.nextInt(VOCABULARY)]).append(' ');
        }
        return text.toString();
    }

    private static String[] vocabulary(int form) {
        SplittableRandom random = new SplittableRandom(form * 0xbf58476d1ce4e5b9L + 1);
        String[] words = new String[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            int length = random.nextInt(6, 13);
            StringBuilder word = new StringBuilder(length);
            for (int c = 0; c < length; c++) {
                word.append((char) random.nextInt('a', 'z' + 1));
            }
            words[i] = word.toString();
        }
        return words;
    }
}
