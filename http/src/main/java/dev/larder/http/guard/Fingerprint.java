package dev.larder.http.guard;

/**
 * Texts as 64 bits that depend on a secret seed, so that nobody can choose two that collide.
 *
 * @param seed the secret
 */
record Fingerprint(long seed) {

    long of(String text) {
        return of(seed, text);
    }

    long of(String first, String second) {
        return of(of(seed, first), second);
    }

    private static long of(long begin, String text) {
        long print = mix(begin ^ text.length());
        for (int i = 0; i < text.length(); i++) {
            print = mix(print + text.charAt(i));
        }
        return print;
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long bits) {
        long mixed = bits + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** Shows nothing of the secret. */
    @Override
    public String toString() {
        return "Fingerprint";
    }
}
