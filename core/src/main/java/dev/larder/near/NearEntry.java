package dev.larder.near;

import dev.larder.far.RedisKey;
import dev.larder.tag.TagVersion;
import dev.larder.tag.TagVersions;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One value in the near tier.
 *
 * <p>An entry is admitted when its bytes arrive and published when they are decoded; until then it answers nothing. A
 * push that comes in between removes the entry from the tier, and the value is published into an object that nobody can
 * reach any more.
 *
 * <p>An entry that a fill of this process has admitted ahead of its reply expects a push, the one for that fill. A push
 * only withholds such an entry, whoever caused it; the reply then tells whether it is still the one in Redis. So it keeps
 * its place in the tier and is not counted as written twice.
 *
 * <p>State and check are one variable, set by compare-and-set where a reader sets it: so no reader can undo a push.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public final class NearEntry<K, V> extends HitFields<V> {

    private static final TagVersion[] NONE = {};

    /** Being published, by one of those who read the same envelope. */
    private static final long PUBLISHING = -4;

    /** Published, with tags to be checked. */
    private static final long UNCHECKED = -2;

    /** Published and pushed before the reply to its fill. */
    private static final long WITHHELD = -3;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(HitFields.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int slot;
    final int weight;
    final long id;

    private long createdMillis;
    private long ttlMillis;
    private long loadMicros;
    private volatile long freshUntil;

    final K key;
    final @Nullable RedisKey redisKey;
    private TagVersion[] tags = NONE;
    private volatile boolean expired;
    private volatile boolean fillUnderWay;

    /**
     * Creates an entry that is still empty.
     *
     * @param redisKey the key whose push ends it, or null without Redis
     * @param slot the slot of that key
     * @param weight its size in bytes
     * @param id the id of the envelope it comes from
     */
    public NearEntry(K key, @Nullable RedisKey redisKey, int slot, int weight, long id) {
        this.key = key;
        this.redisKey = redisKey;
        this.slot = slot;
        this.weight = weight;
        this.id = id;
    }

    /**
     * Fills the entry, unless that has been done.
     *
     * @param value null for an entry that holds nothing
     * @param tags the versions that must all be current
     * @param freshUntil {@link System#nanoTime()} at which the value expires
     * @param refreshAt {@link System#nanoTime()} at which to think of refreshing it, not after {@code freshUntil}
     * @param createdMillis when the entry was written, in server time
     * @param ttlMillis the fresh life that it was given
     * @param loadMicros what it cost to load
     */
    public void publish(
            @Nullable V value,
            TagVersion[] tags,
            long freshUntil,
            long refreshAt,
            long createdMillis,
            long ttlMillis,
            long loadMicros) {
        if (!STATE.compareAndSet(this, EMPTY, PUBLISHING)) {
            return;
        }
        this.value = value;
        this.tags = tags;
        this.freshUntil = freshUntil;
        this.refreshAt = refreshAt;
        this.createdMillis = createdMillis;
        this.ttlMillis = ttlMillis;
        this.loadMicros = loadMicros;
        state = UNCHECKED;
    }

    /** Notes that a fill has been sent, or is about to be, whose reply will {@link #settle} the entry or have it dropped. */
    public void expectFill() {
        fillUnderWay = true;
    }

    /** Withholds the entry until the reply to its fill; returns false if none is expected. */
    boolean withhold() {
        if (!fillUnderWay) {
            return false;
        }
        state = WITHHELD;
        return true;
    }

    /** Takes the reply to the fill: the entry is the one in Redis, and tracked. On the thread that handles pushes. */
    public void settle() {
        fillUnderWay = false;
        STATE.compareAndSet(this, WITHHELD, UNCHECKED);
    }

    /** Returns whether a push has come before the reply to the fill. */
    boolean withheld() {
        return state == WITHHELD;
    }

    /** Returns whether the entry answers, or will when it is published: not withheld, and no tag was retired. */
    boolean alive() {
        long now = state;
        if (now == EMPTY || now == PUBLISHING) {
            return true;
        }
        for (TagVersion tag : tags) {
            if (!tag.current()) {
                return false;
            }
        }
        return !withheld();
    }

    /** Returns whether the reply to its fill is still to come, so that Redis may not have it yet. */
    public boolean fillUnderWay() {
        return fillUnderWay;
    }

    /**
     * Returns whether there is a value, current as far as pushes tell. One comparison, unless a tag was invalidated since
     * the last time.
     *
     * @param known the store that the versions come from
     */
    public boolean current(TagVersions known) {
        long retirements = known.retirements();
        long at = state;
        return at == retirements || checkTags(at, retirements);
    }

    /** Returns whether there is a value, of which no tag was replaced other than softly, as far as this process knows. */
    public boolean usable() {
        long at = state;
        if (at == EMPTY || at == PUBLISHING || at == WITHHELD) {
            return false;
        }
        for (TagVersion tag : tags) {
            if (!tag.usable()) {
                return false;
            }
        }
        return true;
    }

    /** Checks each tag, and notes the number that was read before: a version retired since has changed it. */
    private boolean checkTags(long at, long retirements) {
        if (at == EMPTY || at == PUBLISHING || at == WITHHELD) {
            return false;
        }
        for (TagVersion tag : tags) {
            if (!tag.current()) {
                return false;
            }
        }
        STATE.compareAndSet(this, at, retirements);
        return true;
    }

    /** Returns the value, null for nothing; only for a published entry. */
    public @Nullable V value() {
        return value;
    }

    /** Returns {@link System#nanoTime()} at which the value expires. */
    public long freshUntil() {
        return freshUntil;
    }

    /** Returns whether a refresh is due at this time, early or not. */
    public boolean refreshDue(long nanoTime) {
        return nanoTime - refreshAt >= 0;
    }

    /** Puts the refresh off until the value expires, for whoever has just started one. */
    public void refreshStarted() {
        refreshAt = freshUntil;
    }

    /** Returns the id of the envelope. */
    public long id() {
        return id;
    }

    /** Returns when the entry was written, in server time. */
    public long createdMillis() {
        return createdMillis;
    }

    /** Returns the fresh life that it was given, in milliseconds. */
    public long ttlMillis() {
        return ttlMillis;
    }

    /** Returns what it cost to load, in microseconds. */
    public long loadMicros() {
        return loadMicros;
    }

    /** Returns the versions that must all be current. */
    public TagVersion[] tags() {
        return tags;
    }

    /** Makes the value stale at once. */
    public void expire(long nanoTime) {
        expired = true;
        freshUntil = nanoTime;
        refreshAt = nanoTime;
    }

    /** Returns whether it was made stale by hand. */
    public boolean expired() {
        return expired;
    }

    /** Returns the Redis key that this entry comes from, or null without Redis. */
    public @Nullable RedisKey redisKey() {
        return redisKey;
    }
}
