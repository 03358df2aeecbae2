package dev.larder.envelope;

import java.nio.ByteBuffer;

/** Writes entries. The length is known before the first byte, so there is one allocation. */
final class EnvelopeWriter {

    private EnvelopeWriter() {}

    static byte[] seal(Envelope envelope) {
        int formatLength = asciiLength(envelope.format());
        int keyLength = Utf8.length(envelope.key());
        byte[] sealed = new byte[length(envelope, formatLength, keyLength)];
        ByteBuffer out = Envelopes.start(sealed, envelope.expired() ? Kind.EXPIRED : Kind.ENTRY, envelope.id());
        out.put(flags(envelope))
                .putLong(envelope.created())
                .putLong(envelope.softExpiry())
                .putLong(envelope.hardExpiry())
                .putLong(envelope.ttl())
                .putInt(envelope.loadMicros())
                .putLong(envelope.fingerprint());
        putText(out, envelope.format(), formatLength);
        int noDictionary = 0;
        int noEncryptionKey = 0;
        out.putInt(noDictionary)
                .putInt(noEncryptionKey)
                .putLong(envelope.versions().cache())
                .putLong(envelope.versions().layer())
                .putLong(envelope.versions().policy());
        putVarint(out, envelope.tags().size());
        for (TagStamp stamp : envelope.tags()) {
            putText(out, stamp.tag(), Utf8.length(stamp.tag()));
            out.putLong(stamp.version());
        }
        putText(out, envelope.key(), keyLength);
        Slice payload = envelope.payload();
        putVarint(out, payload.length());
        out.put(payload.array(), payload.offset(), payload.length());
        out.putInt(Layout.checksum(sealed));
        return sealed;
    }

    private static byte flags(Envelope envelope) {
        return (byte)
                ((envelope.holdsNothing() ? Layout.HOLDS_NOTHING : 0) | (envelope.keyHashed() ? Layout.KEY_HASHED : 0));
    }

    private static int length(Envelope envelope, int formatLength, int keyLength) {
        int tags = envelope.tags().size();
        // MIN_ENTRY_LENGTH has one byte for each of the four varints.
        long length = Layout.MIN_ENTRY_LENGTH - 4L;
        length += Layout.varintLength(formatLength) + formatLength;
        length += Layout.varintLength(tags);
        for (TagStamp stamp : envelope.tags()) {
            int nameLength = Utf8.length(stamp.tag());
            length += Layout.varintLength(nameLength) + nameLength + Long.BYTES;
        }
        length += Layout.varintLength(keyLength) + keyLength;
        length += Layout.varintLength(envelope.payload().length())
                + (long) envelope.payload().length();
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("an entry of " + length + " bytes does not fit into an array");
        }
        return (int) length;
    }

    private static int asciiLength(String format) {
        for (int i = 0; i < format.length(); i++) {
            if (!Layout.isVisibleAscii(format.charAt(i))) {
                throw new IllegalArgumentException("the name of a format is visible ASCII: " + format);
            }
        }
        return format.length();
    }

    private static void putText(ByteBuffer out, String text, int length) {
        putVarint(out, length);
        Utf8.put(text, out);
    }

    private static void putVarint(ByteBuffer out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}
