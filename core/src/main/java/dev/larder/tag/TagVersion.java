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
