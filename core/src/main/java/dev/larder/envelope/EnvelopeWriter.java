package dev.larder.envelope;

import dev.larder.crypto.Keyring;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes entries. */
final class EnvelopeWriter {

    private EnvelopeWriter() {}

    static byte[] seal(Envelope envelope, byte[] name, @Nullable Keyring keyring, int bucket) {
        int headerLength = headerLength(envelope);
        Slice payload = envelope.payload();
        if (keyring == null) {
            long length = (long) headerLength + payload.length() + Layout.CHECKSUM_LENGTH;
            if (length > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("an entry of " + length + " bytes does not fit into an array");
            }
            byte[] entry = new byte[(int) length];
            ByteBuffer out = header(entry, envelope, 0);
            out.put(payload.array(), payload.offset(), payload.length());
            out.putInt(Layout.checksum(entry, name));
            return entry;
        }
        byte[] header = new byte[headerLength];
        header(header, envelope, bucket > 1 ? Layout.SEALED | Layout.PADDED : Layout.SEALED);
        byte[] box = keyring.seal(inside(payload, bucket), Layout.associatedData(header, headerLength, name));
        return join(header, headerLength, box);
    }

    /** The first bytes of an entry, up to its payload, and what is sealed. */
    static byte[] join(byte[] header, int length, byte[] box) {
        byte[] entry = new byte[length + box.length];
        System.arraycopy(header, 0, entry, 0, length);
        System.arraycopy(box, 0, entry, length, box.length);
        return entry;
    }

    /** What is sealed: the payload, padded so that its length is a multiple of the bucket. */
    private static byte[] inside(Slice payload, int bucket) {
        if (bucket <= 1) {
            return Arrays.copyOfRange(payload.array(), payload.offset(), payload.offset() + payload.length());
        }
        byte[] padded = new byte[Math.multiplyExact(payload.length() / bucket + 1, bucket)];
        System.arraycopy(payload.array(), payload.offset(), padded, 0, payload.length());
        padded[payload.length()] = Layout.PAD;
        return padded;
    }

    /** Writes the header and answers where the payload goes. */
    private static ByteBuffer header(byte[] entry, Envelope envelope, int seal) {
        ByteBuffer out = Envelopes.start(entry, envelope.expired() ? Kind.EXPIRED : Kind.ENTRY, envelope.id());
        Packing packing = envelope.packing();
        out.put((byte) (seal
                | (envelope.holdsNothing() ? Layout.HOLDS_NOTHING : 0)
                | (packing.compressed() ? Layout.COMPRESSED : 0)));
        out.putShort((short) (envelope.created() >>> Integer.SIZE)).putInt((int) envelope.created());
        putVarint(out, envelope.softExpiry() - envelope.created());
        putVarint(out, envelope.hardExpiry() - envelope.softExpiry());
        putVarint(out, envelope.ttl());
        putVarint(out, Integer.toUnsignedLong(envelope.loadMicros()));
        out.putInt(envelope.schema()).putLong(envelope.stamp());
        putVarint(out, envelope.tags().size());
        for (String tag : envelope.tags()) {
            putVarint(out, Utf8.length(tag));
            Utf8.put(tag, out);
        }
        if (packing.compressed()) {
            out.putInt(packing.dictionary());
            putVarint(out, packing.plainLength());
        }
        return out;
    }

    private static int headerLength(Envelope envelope) {
        int tags = envelope.tags().size();
        // MIN_HEADER_LENGTH has one byte for each of the five varints.
        long length = Layout.MIN_HEADER_LENGTH - 5L;
        length += Layout.varintLength(envelope.softExpiry() - envelope.created());
        length += Layout.varintLength(envelope.hardExpiry() - envelope.softExpiry());
        length += Layout.varintLength(envelope.ttl());
        length += Layout.varintLength(Integer.toUnsignedLong(envelope.loadMicros()));
        length += Layout.varintLength(tags);
        for (String tag : envelope.tags()) {
            int tagLength = Utf8.length(tag);
            length += Layout.varintLength(tagLength) + tagLength;
        }
        if (envelope.packing().compressed()) {
            length += Integer.BYTES + Layout.varintLength(envelope.packing().plainLength());
        }
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a header of " + length + " bytes does not fit into an array");
        }
        return (int) length;
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}
