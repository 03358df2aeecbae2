package dev.larder.envelope;

import java.util.List;

/**
 * An entry: a value in its packed form and all that decides whether it may be used. Times are server time in milliseconds
 * since 1970.
 *
 * @param id random number, another one for every write
 * @param expired whether it was expired by hand
 * @param holdsNothing whether it says that there is no value; the payload is then empty
 * @param created when the value was loaded or put
 * @param softExpiry when it stops being fresh; not before {@code created}
 * @param hardExpiry when it is of no use any more, not even stale; not before {@code softExpiry}
 * @param ttl how long a fresh life it was given, in milliseconds
 * @param loadMicros what it cost to load, in microseconds, unsigned
 * @param schema fingerprint of the format and the schema by which it was written
 * @param stamp the versions of its cache, its layer, its policy and its tags, folded into one number
 * @param tags names of its tags, as the application gave them
 * @param packing how the payload was packed
 * @param payload the packed value; may share the array that was opened
 */
public record Envelope(
        long id,
        boolean expired,
        boolean holdsNothing,
        long created,
        long softExpiry,
        long hardExpiry,
        long ttl,
        int loadMicros,
        int schema,
        long stamp,
        List<String> tags,
        Packing packing,
        Slice payload)
        implements Opened {

    public Envelope {
        tags = List.copyOf(tags);
        if (holdsNothing && (payload.length() > 0 || packing.compressed())) {
            throw new IllegalArgumentException("an entry that holds nothing has a payload of " + payload);
        }
        if (created < 0
                || created > Layout.MOST_TIME
                || softExpiry < created
                || hardExpiry < softExpiry
                || hardExpiry > 2 * Layout.MOST_TIME
                || ttl < 0
                || ttl > Layout.MOST_TIME) {
            throw new IllegalArgumentException("times out of order: created " + created + ", softExpiry " + softExpiry
                    + ", hardExpiry " + hardExpiry + ", ttl " + ttl);
        }
    }

    /** Never shows a tag or the value. */
    @Override
    public String toString() {
        return "Envelope[" + Long.toHexString(id) + (expired ? " expired" : "") + (holdsNothing ? " holds nothing" : "")
                + " " + packing + " " + payload + " created=" + created + " softExpiry=" + softExpiry + " hardExpiry="
                + hardExpiry + " tags=" + tags.size() + "]";
    }
}
