package dev.larder.check;

/**
 * A cached value: which version of which key it is, and proof that somebody meant it.
 *
 * @param seal what {@link #of} computed from the two
 */
record Item(int key, long version, long seal) {

    static Item of(int key, long version) {
        return new Item(key, version, seal(key, version));
    }

    /** Whether this is a value of a key as a writer made it. */
    boolean genuine(int wanted) {
        return key == wanted && seal == seal(key, version);
    }

    private static long seal(int key, long version) {
        return (key * 0x9e3779b97f4a7c15L + version) * 0xbf58476d1ce4e5b9L;
    }
}
