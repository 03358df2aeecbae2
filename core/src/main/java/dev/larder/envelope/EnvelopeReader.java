package dev.larder.envelope;

import dev.larder.envelope.Unreadable.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what is under a value key. The checksum comes first, so that damage is found before anything is believed; every
 * length is still compared with what is left before it is used.
 */
final class EnvelopeReader {

    private final byte[] bytes;
    private final ByteBuffer in;

    private EnvelopeReader(byte[] bytes, ByteBuffer in) {
        this.bytes = bytes;
        this.in = in;
    }

    static Opened open(byte[] bytes) {
        if (bytes.length == 0) {
            return new Unreadable(Reason.TRUNCATED);
        }
        if (bytes[0] != Layout.MAGIC) {
            return new Unreadable(Reason.FOREIGN);
        }
        if (bytes.length < Layout.PREFIX_LENGTH) {
            return new Unreadable(Reason.TRUNCATED);
        }
        byte kind = bytes[1];
        if (kind == Kind.MARKER.code()) {
            return openMarker(bytes);
        }
        if (kind != Kind.ENTRY.code() && kind != Kind.EXPIRED.code()) {
            return new Unreadable(Reason.KIND);
        }
        if (bytes.length < Layout.MIN_ENTRY_LENGTH) {
            return new Unreadable(Reason.TRUNCATED);
        }
        int end = bytes.length - Layout.CHECKSUM_LENGTH;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt(end) != Layout.checksum(bytes)) {
            return new Unreadable(Reason.CORRUPT);
        }
        in.position(2).limit(end);
        try {
            return new EnvelopeReader(bytes, in).entry(kind == Kind.EXPIRED.code());
        } catch (Malformed e) {
            return new Unreadable(e.reason);
        }
    }

    private static Opened openMarker(byte[] bytes) {
        if (bytes.length != Layout.MARKER_LENGTH) {
            return new Unreadable(bytes.length < Layout.MARKER_LENGTH ? Reason.TRUNCATED : Reason.CORRUPT);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Marker(in.getLong(2), in.getLong(Layout.PREFIX_LENGTH));
    }

    /** The entry; the fixed fields at its beginning are within any entry of the minimal length. */
    private Envelope entry(boolean expired) {
        long id = in.getLong();
        int flags = in.get();
        if ((flags & ~Layout.KNOWN_FLAGS) != 0) {
            throw new Malformed(Reason.FLAGS);
        }
        if ((flags & Layout.ENCRYPTED) != 0) {
            throw new Malformed(Reason.KEY_ID);
        }
        if ((flags & Layout.COMPRESSED) != 0) {
            throw new Malformed(Reason.DICTIONARY);
        }
        long created = in.getLong();
        long softExpiry = in.getLong();
        long hardExpiry = in.getLong();
        long ttl = in.getLong();
        int loadMicros = in.getInt();
        long fingerprint = in.getLong();
        String format = format();
        need(2 * Integer.BYTES + 3 * Long.BYTES);
        if (in.getInt() != 0) {
            throw new Malformed(Reason.DICTIONARY);
        }
        if (in.getInt() != 0) {
            throw new Malformed(Reason.KEY_ID);
        }
        BaseVersions versions = new BaseVersions(in.getLong(), in.getLong(), in.getLong());
        List<TagStamp> tags = tags();
        String key = text();
        boolean holdsNothing = (flags & Layout.HOLDS_NOTHING) != 0;
        return new Envelope(
                id,
                expired,
                holdsNothing,
                (flags & Layout.KEY_HASHED) != 0,
                created,
                softExpiry,
                hardExpiry,
                ttl,
                loadMicros,
                fingerprint,
                format,
                versions,
                tags,
                key,
                payload(holdsNothing));
    }

    private String format() {
        int length = length();
        int start = in.position();
        for (int i = start; i < start + length; i++) {
            if (!Layout.isVisibleAscii(in.get(i))) {
                throw new Malformed(Reason.CORRUPT);
            }
        }
        in.position(start + length);
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    private List<TagStamp> tags() {
        int count = varint();
        if (count > in.remaining() / Layout.MIN_TAG_LENGTH) {
            throw new Malformed(Reason.CORRUPT);
        }
        TagStamp[] tags = new TagStamp[count];
        for (int i = 0; i < count; i++) {
            String name = text();
            need(Long.BYTES);
            tags[i] = new TagStamp(name, in.getLong());
        }
        return List.of(tags);
    }

    private String text() {
        int length = length();
        String text = Utf8.decode(bytes, in.position(), length);
        if (text == null) {
            throw new Malformed(Reason.CORRUPT);
        }
        in.position(in.position() + length);
        return text;
    }

    private Slice payload(boolean holdsNothing) {
        int length = length();
        if (length != in.remaining() || (holdsNothing && length > 0)) {
            throw new Malformed(Reason.CORRUPT);
        }
        return Slice.of(bytes, in.position(), length);
    }

    /** The length of what follows, which is known to be there. */
    private int length() {
        int length = varint();
        need(length);
        return length;
    }

    /** A number from 0 to 2^31 - 1 in its shortest form. */
    private int varint() {
        int value = 0;
        for (int shift = 0; shift <= 28; shift += 7) {
            need(1);
            int b = in.get();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                if ((b == 0 && shift > 0) || (b > 7 && shift == 28)) {
                    throw new Malformed(Reason.CORRUPT);
                }
                return value;
            }
        }
        throw new Malformed(Reason.CORRUPT);
    }

    private void need(int count) {
        if (in.remaining() < count) {
            throw new Malformed(Reason.CORRUPT);
        }
    }

    /** The way out of the middle of an entry. Never leaves this class; has no stack trace. */
    private static final class Malformed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final Reason reason;

        private Malformed(Reason reason) {
            super(null, null, false, false);
            this.reason = reason;
        }
    }
}
