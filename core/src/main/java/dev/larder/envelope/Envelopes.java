package dev.larder.envelope;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The way into and out of the binary form; {@link Layout} has its bytes. */
public final class Envelopes {

    /**
     * Length of the prefix: magic, kind and id. Whoever replaces or removes an entry or a marker only if it is still the
     * same one compares these bytes.
     */
    public static final int PREFIX_LENGTH = Layout.PREFIX_LENGTH;

    private Envelopes() {}

    /**
     * Reads what is under a value key.
     *
     * <p>Never throws, whatever the bytes are, and takes no memory that is not part of the answer. An entry shares the
     * array, which must not be changed afterwards.
     */
    public static Opened open(byte[] bytes) {
        return EnvelopeReader.open(bytes);
    }

    /**
     * Writes an entry, in one array of exactly its length.
     *
     * @throws IllegalArgumentException when the key or a tag is not well-formed Unicode, when the format is not ASCII, or
     *     when the entry would not fit into an array
     */
    public static byte[] seal(Envelope envelope) {
        return EnvelopeWriter.seal(envelope);
    }

    /** Writes the marker of a lease, as {@link Marker} describes it. */
    public static byte[] marker(long id, long deadlineMillis) {
        byte[] marker = new byte[Layout.MARKER_LENGTH];
        start(marker, Kind.MARKER, id).putLong(deadlineMillis);
        return marker;
    }

    /**
     * The prefix of something sealed.
     *
     * @throws IllegalArgumentException when there are fewer bytes than a prefix has
     */
    public static byte[] prefix(byte[] sealed) {
        if (sealed.length < PREFIX_LENGTH) {
            throw new IllegalArgumentException(sealed.length + " bytes have no prefix, which takes " + PREFIX_LENGTH);
        }
        return Arrays.copyOf(sealed, PREFIX_LENGTH);
    }

    /** The prefix of what has this kind and this id. */
    public static byte[] prefix(Kind kind, long id) {
        byte[] prefix = new byte[PREFIX_LENGTH];
        start(prefix, kind, id);
        return prefix;
    }

    /** Writes the prefix and answers where the rest goes. */
    static ByteBuffer start(byte[] into, Kind kind, long id) {
        return ByteBuffer.wrap(into).put(Layout.MAGIC).put(kind.code()).putLong(id);
    }
}
