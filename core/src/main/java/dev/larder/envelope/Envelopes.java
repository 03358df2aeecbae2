package dev.larder.envelope;

import dev.larder.crypto.Keyring;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
     * <p>Never throws, whatever the bytes are, and takes no memory that is not part of the answer. An entry may share the
     * array, which must not be changed afterwards.
     *
     * @param name the key in Redis: an entry that was written under another one is corrupt, or forged
     * @param keyring opens what is sealed; null if there are no keys, and then what is sealed cannot be read
     * @param sealedOnly whether an entry that is not sealed is refused
     */
    public static Opened open(byte[] bytes, byte[] name, @Nullable Keyring keyring, boolean sealedOnly) {
        return EnvelopeReader.open(bytes, name, keyring, sealedOnly);
    }

    /** Reads the marker of a lease; null if the bytes are anything else. */
    public static @Nullable Marker openMarker(byte[] bytes) {
        boolean marker = bytes.length >= PREFIX_LENGTH && bytes[0] == Layout.MAGIC && bytes[1] == Kind.MARKER.code();
        return marker && EnvelopeReader.openMarker(bytes) instanceof Marker opened ? opened : null;
    }

    /**
     * Writes an entry.
     *
     * @param name its key in Redis
     * @param keyring encrypts the payload; null to leave it readable
     * @param bucket the sealed payload is padded to a multiple of so many bytes; 0 for no padding
     * @throws IllegalArgumentException when a tag is not well-formed Unicode, or when the entry would not fit into an array
     */
    public static byte[] seal(Envelope envelope, byte[] name, @Nullable Keyring keyring, int bucket) {
        return EnvelopeWriter.seal(envelope, name, keyring, bucket);
    }

    /**
     * Seals an entry anew by the primary key, if another one has sealed it. Never throws because of the bytes.
     *
     * @param name its key in Redis
     */
    public static Resealed reseal(byte[] bytes, byte[] name, Keyring keyring) {
        return EnvelopeReader.reseal(bytes, name, keyring);
    }

    /**
     * Returns about how many bytes an entry has when it is unpacked, from its header alone, which is not verified. Never
     * throws.
     */
    public static int unpackedLength(byte[] bytes) {
        return EnvelopeReader.unpackedLength(bytes);
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
