package dev.larder.envelope;

import java.util.List;

/**
 * An entry: a value in its serialised form and all that decides whether it may be used. Times are server time in
 * milliseconds since 1970.
 *
 * @param id random number, another one for every write
 * @param expired whether it was expired by hand
 * @param holdsNothing whether it says that there is no value; the payload is then empty
 * @param keyHashed whether the name in Redis is a hash of the key, so that the key has to be compared
 * @param created when the value was loaded or put
 * @param softExpiry when it stops being fresh
 * @param hardExpiry when it is of no use any more, not even stale
 * @param ttl how long a fresh life it was given, in milliseconds
 * @param loadMicros what it cost to load, in microseconds
 * @param fingerprint fingerprint of the schema by which it was written
 * @param format name of the format of the payload: visible ASCII
 * @param versions versions of its cache, its layer and its policy
 * @param tags its tags, with their versions
 * @param key the whole key
 * @param payload the serialised value; shares the array that was opened
 */
public record Envelope(
        long id,
        boolean expired,
        boolean holdsNothing,
        boolean keyHashed,
        long created,
        long softExpiry,
        long hardExpiry,
        long ttl,
        int loadMicros,
        long fingerprint,
        String format,
        BaseVersions versions,
        List<TagStamp> tags,
        String key,
        Slice payload)
        implements Opened {

    public Envelope {
        tags = List.copyOf(tags);
        if (holdsNothing && payload.length() > 0) {
            throw new IllegalArgumentException("an entry that holds nothing has a payload of " + payload);
        }
    }

    /** Never shows the key or the value. */
    @Override
    public String toString() {
        return "Envelope[" + Long.toHexString(id) + (expired ? " expired" : "") + (holdsNothing ? " holds nothing" : "")
                + " " + format + " " + payload + " created=" + created + " softExpiry=" + softExpiry + " hardExpiry="
                + hardExpiry + " tags=" + tags.size() + "]";
    }
}
