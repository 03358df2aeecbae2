package dev.larder.tag;

/**
 * One version of one tag, as an entry refers to it: whoever holds it sees at once when it is replaced.
 *
 * <p>It names the versions that it has softly replaced: what carries one of those is stale, and not invalid.
 *
 * <p>Thread-safe. A version is current, then perhaps softly replaced, then at its end, and never goes back.
 */
public final class TagVersion {

    /** So many versions are known at most to have been softly replaced; those before are as good as invalidated. */
    public static final int MOST_REPLACED = 4;

    private static final TagVersion[] NONE = {};

    /** So many sets of versions are tried at most. */
    private static final int MOST_SETS = 4_096;

    private final long version;
    private final long learnedAt;
    private final TagVersion[] replaced;
    private volatile boolean current;

    /** Whether it has been replaced, but only softly. */
    private volatile boolean softly;

    TagVersion(long version, long learnedAt, boolean current, TagVersion... replaced) {
        this.version = version;
        this.learnedAt = learnedAt;
        this.current = current;
        this.replaced = replaced;
    }

    /** A version that was read but that nobody will announce the end of: good for one comparison, never for a hit. */
    public static TagVersion untracked(long version) {
        return new TagVersion(version, Long.MAX_VALUE, false);
    }

    /**
     * The same for a version that has softly replaced others.
     *
     * @param replaced those, the newest first
     */
    public static TagVersion untracked(long version, long... replaced) {
        return new TagVersion(version, Long.MAX_VALUE, false, allUntracked(replaced));
    }

    static TagVersion[] allUntracked(long... versions) {
        if (versions.length == 0) {
            return NONE;
        }
        TagVersion[] all = new TagVersion[versions.length];
        for (int i = 0; i < versions.length; i++) {
            all[i] = untracked(versions[i]);
        }
        return all;
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
            stamp = fold(stamp, version);
        }
        return stamp;
    }

    /** Folds one version more: the finaliser of SplitMix64 (Steele et al. 2014). */
    private static long fold(long stamp, TagVersion version) {
        long mixed = (stamp + version.version) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /**
     * Returns whether a stamp is that of these versions or of those that they have softly replaced, in any mixture. Where that
     * would be too many to try, the oldest count as invalidated.
     */
    public static boolean softlyReplaced(long stamp, TagVersion[] versions) {
        int depth = MOST_REPLACED;
        while (depth > 0 && sets(versions, depth) > MOST_SETS) {
            depth--;
        }
        return depth > 0 && sets(versions, depth) > 1 && among(stamp, versions, depth, 0, versions.length);
    }

    private static long sets(TagVersion[] versions, int depth) {
        long sets = 1;
        for (TagVersion version : versions) {
            sets = Math.min(sets * (1 + Math.min(depth, version.replaced.length)), Integer.MAX_VALUE);
        }
        return sets;
    }

    private static boolean among(long stamp, TagVersion[] versions, int depth, int done, long folded) {
        if (done == versions.length) {
            return folded == stamp;
        }
        TagVersion version = versions[done];
        if (among(stamp, versions, depth, done + 1, fold(folded, version))) {
            return true;
        }
        for (int i = 0; i < Math.min(depth, version.replaced.length); i++) {
            if (among(stamp, versions, depth, done + 1, fold(folded, version.replaced[i]))) {
                return true;
            }
        }
        return false;
    }

    /** Returns false once the tag has another version, or may have one without this process being told. */
    public boolean current() {
        return current;
    }

    /** Returns whether this version has been the current one from before {@code nanoTime} until now. */
    public boolean currentSince(long nanoTime) {
        return current && nanoTime - learnedAt >= 0;
    }

    /** Returns whether it is the current one, or was replaced only softly as far as this process knows. */
    public boolean usable() {
        return current || softly;
    }

    /** Ends it, and what it has softly replaced. */
    void retire() {
        softly = false;
        current = false;
        for (TagVersion old : replaced) {
            old.softly = false;
        }
    }

    /** Makes the version that softly replaces this one. */
    TagVersion replaceSoftly(long by, long nanoTime) {
        TagVersion[] old = new TagVersion[Math.min(replaced.length + 1, MOST_REPLACED)];
        old[0] = this;
        System.arraycopy(replaced, 0, old, 1, old.length - 1);
        if (replaced.length >= old.length) {
            replaced[old.length - 1].softly = false;
        }
        softly = true;
        current = false;
        return new TagVersion(by, nanoTime, true, old);
    }
}
