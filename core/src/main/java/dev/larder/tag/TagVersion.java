package dev.larder.tag;

/**
 * One version of one tag, as an entry refers to it: whoever holds it sees at once when it is replaced.
 *
 * <p>Thread-safe. {@code current} only ever goes from true to false.
 */
public final class TagVersion {

    private final long version;
    private final long learnedAt;
    private volatile boolean current;

    TagVersion(long version, long learnedAt, boolean current) {
        this.version = version;
        this.learnedAt = learnedAt;
        this.current = current;
    }

    /** A version that was read but that nobody will announce the end of: good for one comparison, never for a hit. */
    public static TagVersion untracked(long version) {
        return new TagVersion(version, Long.MAX_VALUE, false);
    }

    /** Returns the token in Redis that stands for this version. */
    public long version() {
        return version;
    }

    /**
     * Folds versions into one number, the same for the same versions in the same order. Versions are random, so two
     * different sets of them share a number about once in 2^64.
     */
    public static long stamp(TagVersion[] versions) {
        long stamp = versions.length;
        for (TagVersion version : versions) {
            // The finaliser of SplitMix64 (Steele et al. 2014).
            long mixed = (stamp + version.version) * 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            stamp = mixed ^ (mixed >>> 31);
        }
        return stamp;
    }

    /** Returns false once the tag has another version, or may have one without this process being told. */
    public boolean current() {
        return current;
    }

    /** Returns whether this version has been the current one from before {@code nanoTime} until now. */
    public boolean currentSince(long nanoTime) {
        return current && nanoTime - learnedAt >= 0;
    }

    void retire() {
        current = false;
    }
}
