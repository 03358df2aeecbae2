package dev.larder.far;

import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.ServerClock;
import dev.larder.tag.TagVersion;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the engine asks of the tier that all processes share.
 *
 * <p>Methods never block. What a call hands in is told of its outcome exactly once: successes on the I/O thread, in wire
 * order with the pushes; failures on any thread. With {@link NoFar} there is no such tier, and everything is told at once
 * on the caller's thread.
 */
public interface Far {

    /** Takes the outcome of a lease. */
    interface LeaseReply {
        /**
         * The caller may load and fill: its marker was in place when the reply was computed.
         *
         * @param tracked whether the end of the lease will be announced
         */
        void onOwned(boolean tracked);

        /**
         * The caller does not own the lease.
         *
         * @param found what the value key holds: another caller's marker, an entry, or nothing
         */
        void onFound(byte @Nullable [] found);

        /** Nobody could be asked, or the answer got lost. */
        void onFailure(RedisException failure);
    }

    /** Takes the outcome of a write. */
    interface WriteReply {
        /**
         * The write was done.
         *
         * @param admissible whether the value was still in place when the reply was computed, on a connection that will
         *     announce its end: it may enter the near tier at once
         */
        void onDone(boolean admissible);

        /** The condition did not hold; nothing was written. */
        void onRefused();

        /** The write was not sent, or its outcome is unknown. */
        void onFailure(RedisException failure);

        /** A write whose outcome was unknown had been done after all. */
        default void onLateDone() {}
    }

    /** Takes the versions of tags. */
    interface TagsReply {
        /** The versions, in the order of the names asked for. */
        void onVersions(TagVersion[] versions);

        /** Nobody could be asked, or the answer got lost. */
        void onFailure(RedisException failure);
    }

    /** A read of one key. */
    record Read(ValueKey key, Reply<byte[]> reply) {}

    /**
     * A wish for the lease of one key.
     *
     * @param marker the caller's marker
     * @param seen the first bytes of what is in place and cannot be used, to be replaced by the marker; or of a stale
     *     entry, which stays; null if nothing is in place
     * @param beside whether the entry stays and the lease stands beside it
     */
    record Lease(ValueKey key, byte[] marker, byte @Nullable [] seen, boolean beside, long millis, LeaseReply reply) {}

    /**
     * A write of one key.
     *
     * @param value the sealed entry
     * @param millis its life
     * @param seen the first bytes that must be in place; null to write whatever is there
     * @param lease the marker of a lease beside the value, to be dropped; null if there is none
     * @param track whether the reply shall tell if the value may enter the near tier
     */
    record Write(
            ValueKey key,
            byte[] value,
            long millis,
            byte @Nullable [] seen,
            byte @Nullable [] lease,
            boolean track,
            WriteReply reply) {}

    /** Returns whether there is a tier that other processes share. */
    boolean shared();

    /** Returns whether what pushes have told up to one staleness bound ago is known here; see {@code Redis#coherent}. */
    boolean coherent(long nanoTime);

    /** Returns {@link System#nanoTime()} until which {@link #coherent} holds as things stand. */
    long coherentUntil();

    /** Returns what is known of the server's clock. */
    ServerClock clock();

    /** Returns the slot of a key. */
    int slot(RedisKey key);

    /** Reads a key in one round trip, together with what others read at the same time. */
    void read(ValueKey key, Reply<byte[]> reply);

    /** Reads keys in one round trip to each primary. */
    void readAll(List<Read> reads);

    /** Asks for leases in one round trip to each primary. */
    void lease(List<Lease> leases);

    /** Gives up a lease that was not used; failures are of no consequence, for leases end by themselves. */
    void release(ValueKey key, byte[] marker);

    /** Writes entries in one round trip to each primary. */
    void write(List<Write> writes);

    /** Writes a value that never changes, unless it is in place already and lives as long; one round trip. */
    void keep(ValueKey key, byte[] value, long millis, WriteReply reply);

    /** Writes an entry if nothing is in place; one round trip. */
    void writeIfAbsent(Write write);

    /** Removes what is in place, a lease marker included; one round trip. */
    void delete(List<ValueKey> keys, List<WriteReply> replies);

    /** Removes what is in place where nobody waits for it; if it fails, an old entry lives on until its own end. */
    void drop(ValueKey key);

    /** Makes an entry stale at once; one round trip. */
    void expire(ValueKey key, long newId, WriteReply reply);

    /** Keeps entries and tags from looking idle to the server; nobody waits for it. */
    void touch(List<RedisKey> keys, List<String> tags);

    /**
     * Finds the versions of tags, from memory where they are known and may be trusted, else in one round trip, or two
     * where a tag is new.
     *
     * @param tags internal names
     */
    void tagVersions(List<String> tags, TagsReply reply);

    /**
     * Makes versions for tags that have none, and reads those of all, in one round trip, whatever memory says.
     *
     * @param tags internal names
     */
    void makeTagVersions(List<String> tags, TagsReply reply);

    /**
     * Gives tags new versions; one round trip, however many entries carry them.
     *
     * @param tags internal names
     */
    void replaceTags(List<String> tags, WriteReply reply);

    /**
     * Gives tags new versions that softly replace those before: what carries these is stale. One round trip, however many
     * entries carry them.
     *
     * @param tags internal names
     */
    void expireTags(List<String> tags, WriteReply reply);

    /** Finds the tags that applications gave, by name; round trips in proportion to the size of the database. */
    void findTags(
            Predicate<String> wanted, java.util.function.BiConsumer<List<String>, @Nullable RedisException> reply);
}
