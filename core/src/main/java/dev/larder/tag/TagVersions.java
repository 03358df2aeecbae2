package dev.larder.tag;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tag versions that this process knows and will be told the end of.
 *
 * <p>Versions are learned from replies and forgotten by pushes, both on the I/O thread of the connection that holds the
 * tags and so in wire order. A write of this process blocks the tag from before its command is sent until its reply: a
 * reply that was computed before the write is not learned after it. A version that has to leave for want of room is
 * retired in the same step, because the push that ends it would no longer find it.
 *
 * <p>What is known here may be trusted only while the connection's proof of freshness holds.
 */
public final class TagVersions {

    /** Places for what was found lately; a power of two. */
    private static final int LATELY = 256;

    private final Cache<String, TagVersion> known;
    private final AtomicReferenceArray<@Nullable Found> lately = new AtomicReferenceArray<>(LATELY);
    private final ConcurrentHashMap<String, Integer> blocked = new ConcurrentHashMap<>();
    private final AtomicLong retirements = new AtomicLong();
    private final AtomicLong changedAt = new AtomicLong(System.nanoTime());

    /**
     * Creates an empty store.
     *
     * @param maxEntries number of versions kept
     */
    public TagVersions(int maxEntries) {
        known = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .<String, TagVersion>evictionListener((tag, version, cause) -> {
                    if (version != null) {
                        retire(version);
                    }
                })
                .build();
    }

    /**
     * A version that was found. A bounded cache notes every read, which costs more than the rest of it; but whoever holds a version sees
     * when it is no longer current, so most reads need not ask the cache, and a few do so that it knows what is in use.
     */
    private static final class Found {
        private static final int ASK_ONE_OF = 64;

        private final String tag;
        private final TagVersion version;
        private int uses;

        Found(String tag, TagVersion version) {
            this.tag = tag;
            this.version = version;
        }

        /** Counts roughly: several threads may count as one. */
        boolean answers(String asked) {
            return version.current() && tag.equals(asked) && ++uses % ASK_ONE_OF != 0;
        }
    }

    /** Returns the version known for a tag, or null. */
    public @Nullable TagVersion find(String tag) {
        int hash = tag.hashCode();
        int place = (hash ^ hash >>> 16) & (LATELY - 1);
        Found found = lately.getAcquire(place);
        if (found != null && found.answers(tag)) {
            return found.version;
        }
        TagVersion version = known.getIfPresent(tag);
        if (version != null && (found == null || found.version != version)) {
            lately.setRelease(place, new Found(tag, version));
        }
        return version;
    }

    /**
     * Takes a version from a tracked reply.
     *
     * @param nanoTime when the reply arrived
     * @param replaced the versions that it has softly replaced, the newest first
     * @return the version to compare with: the one known from now on, or an untracked one while a write is under way
     */
    public TagVersion learn(String tag, long version, long nanoTime, long... replaced) {
        TagVersion learned = known.asMap().compute(tag, (name, old) -> {
            if (old != null && old.version() == version && old.current()) {
                return old;
            }
            if (old != null) {
                retire(old);
            }
            return blocked.containsKey(name)
                    ? null
                    : new TagVersion(version, nanoTime, true, TagVersion.allUntracked(replaced));
        });
        return learned == null ? TagVersion.untracked(version, replaced) : learned;
    }

    /**
     * Replaces the version of a tag softly, where this process alone decides: those who hold it see that it is no longer current,
     * but still {@linkplain TagVersion#usable usable}.
     */
    public void replaceSoftly(String tag, long by) {
        changed();
        known.asMap().computeIfPresent(tag, (name, version) -> {
            TagVersion next = version.replaceSoftly(by, System.nanoTime());
            retirements.incrementAndGet();
            return next;
        });
    }

    /**
     * Forgets a tag: it has another version now, or is no longer tracked. Waits for one that is just being learned, as
     * {@code computeIfPresent} would not.
     */
    public void forget(String tag) {
        changed();
        known.asMap().compute(tag, (name, version) -> {
            if (version != null) {
                retire(version);
            }
            return null;
        });
    }

    private void changed() {
        changedAt.accumulateAndGet(System.nanoTime(), (before, now) -> now - before > 0 ? now : before);
    }

    private void retire(TagVersion version) {
        version.retire();
        retirements.incrementAndGet();
    }

    /**
     * Returns how many versions have been retired. What was current at some number is current as long as this is the
     * number.
     */
    public long retirements() {
        return retirements.get();
    }

    /** Forgets every tag. */
    public void forgetAll() {
        known.asMap().keySet().forEach(this::forget);
    }

    /** Forgets a tag and learns nothing of it until {@link #unblock}; calls nest. */
    public void block(String tag) {
        blocked.merge(tag, 1, Integer::sum);
        forget(tag);
    }

    /** Ends one {@link #block}. */
    public void unblock(String tag) {
        blocked.computeIfPresent(tag, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Returns whether any tag was forgotten, by a push or by this process's own write, at {@code nanoTime} or later. */
    public boolean changedSince(long nanoTime) {
        return changedAt.get() - nanoTime >= 0;
    }

    /** Returns the tags known. */
    public java.util.Set<String> names() {
        return java.util.Set.copyOf(known.asMap().keySet());
    }

    /** Returns the number of versions known. */
    public long size() {
        return known.estimatedSize();
    }
}
