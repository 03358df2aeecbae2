package dev.larder.envelope;

import dev.larder.crypto.Keyring;
import dev.larder.crypto.Unsealed;
import dev.larder.envelope.Unreadable.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is under a value key. The checksum, or the seal, is looked at before anything is answered; every length is still
 * compared with what is left before it is used.
 */
final class EnvelopeReader {

    private final byte[] bytes;
    private final ByteBuffer in;

    private EnvelopeReader(byte[] bytes, ByteBuffer in) {
        this.bytes = bytes;
        this.in = in;
    }

    static Opened open(byte[] bytes, byte[] name, @Nullable Keyring keyring, boolean sealedOnly) {
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
        if (!hasHeader(bytes)) {
            return new Unreadable(Reason.TRUNCATED);
        }
        int flags = bytes[Layout.PREFIX_LENGTH];
        if ((flags & ~Layout.KNOWN_FLAGS) != 0) {
            return new Unreadable(Reason.FLAGS);
        }
        boolean sealed = (flags & Layout.SEALED) != 0;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (!sealed) {
            if (sealedOnly) {
                return new Unreadable(Reason.UNSEALED);
            }
            int end = bytes.length - Layout.CHECKSUM_LENGTH;
            if (in.getInt(end) != Layout.checksum(bytes, name)) {
                return new Unreadable(Reason.CORRUPT);
            }
            in.limit(end);
        } else if (keyring == null) {
            return new Unreadable(Reason.KEY_ID);
        }
        in.position(Layout.PREFIX_LENGTH + 1);
        try {
            return new EnvelopeReader(bytes, in).entry(flags, name, sealed ? keyring : null);
        } catch (Malformed e) {
            return new Unreadable(e.reason);
        }
    }

    static Opened openMarker(byte[] bytes) {
        if (bytes.length != Layout.MARKER_LENGTH) {
            return new Unreadable(bytes.length < Layout.MARKER_LENGTH ? Reason.TRUNCATED : Reason.CORRUPT);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Marker(in.getLong(2), in.getLong(Layout.PREFIX_LENGTH));
    }

    private Envelope entry(int flags, byte[] name, @Nullable Keyring keyring) {
        boolean holdsNothing = (flags & Layout.HOLDS_NOTHING) != 0;
        boolean compressed = (flags & Layout.COMPRESSED) != 0;
        need(Layout.TIME_LENGTH);
        long created = (long) (in.getShort() & 0xffff) << Integer.SIZE | Integer.toUnsignedLong(in.getInt());
        long softExpiry = later(created);
        long hardExpiry = later(softExpiry);
        long ttl = varint(Layout.MOST_TIME);
        int loadMicros = (int) varint(0xffff_ffffL);
        need(Integer.BYTES + Long.BYTES);
        int schema = in.getInt();
        long stamp = in.getLong();
        List<String> tags = tags();
        Packing packing = compressed ? packing() : Packing.PLAIN;
        Slice payload = payload(name, keyring, (flags & Layout.PADDED) != 0);
        if (holdsNothing && (payload.length() > 0 || compressed)) {
            throw new Malformed(Reason.CORRUPT);
        }
        return new Envelope(
                ByteBuffer.wrap(bytes).getLong(2),
                bytes[1] == Kind.EXPIRED.code(),
                holdsNothing,
                created,
                softExpiry,
                hardExpiry,
                ttl,
                loadMicros,
                schema,
                stamp,
                tags,
                packing,
                payload);
    }

    private long later(long time) {
        return time + varint(2 * Layout.MOST_TIME - time);
    }

    private List<String> tags() {
        int count = length();
        String[] tags = new String[count];
        for (int i = 0; i < count; i++) {
            int length = length();
            String tag = Utf8.decode(bytes, in.position(), length);
            if (tag == null) {
                throw new Malformed(Reason.CORRUPT);
            }
            in.position(in.position() + length);
            tags[i] = tag;
        }
        return List.of(tags);
    }

    private Packing packing() {
        need(Integer.BYTES);
        int dictionary = in.getInt();
        return Packing.compressed(dictionary, (int) varint(Integer.MAX_VALUE));
    }

    private Slice payload(byte[] name, @Nullable Keyring keyring, boolean padded) {
        if (keyring == null) {
            if (padded) {
                throw new Malformed(Reason.CORRUPT);
            }
            return Slice.of(bytes, in.position(), in.remaining());
        }
        int at = in.position();
        Unsealed unsealed = keyring.open(bytes, at, bytes.length - at, Layout.associatedData(bytes, at, name));
        if (!(unsealed instanceof Unsealed.Plain opened)) {
            throw new Malformed(unsealed instanceof Unsealed.UnknownKey ? Reason.KEY_ID : Reason.FORGED);
        }
        byte[] plain = opened.bytes();
        return Slice.of(plain, 0, padded ? unpadded(plain) : plain.length);
    }

    private static int unpadded(byte[] plain) {
        int end = plain.length - 1;
        while (end >= 0 && plain[end] == 0) {
            end--;
        }
        if (end < 0 || plain[end] != Layout.PAD) {
            throw new Malformed(Reason.CORRUPT);
        }
        return end;
    }

    /** What an entry takes when it is unpacked, as far as its header can be believed, which nobody has checked. */
    static int unpackedLength(byte[] bytes) {
        if (!hasHeader(bytes) || (bytes[Layout.PREFIX_LENGTH] & Layout.COMPRESSED) == 0) {
            return bytes.length;
        }
        try {
            EnvelopeReader reader = new EnvelopeReader(bytes, ByteBuffer.wrap(bytes));
            int plainLength = reader.skipHeader().plainLength();
            return (int) Math.min(Integer.MAX_VALUE, (long) reader.in.position() + plainLength);
        } catch (Malformed e) {
            return bytes.length;
        }
    }

    static Resealed reseal(byte[] bytes, byte[] name, Keyring keyring) {
        boolean entry = hasHeader(bytes)
                && bytes[0] == Layout.MAGIC
                && (bytes[1] == Kind.ENTRY.code() || bytes[1] == Kind.EXPIRED.code());
        if (!entry || (bytes[Layout.PREFIX_LENGTH] & Layout.SEALED) == 0) {
            return new Resealed.NotSealed();
        }
        int at;
        try {
            EnvelopeReader reader = new EnvelopeReader(bytes, ByteBuffer.wrap(bytes));
            reader.skipHeader();
            at = reader.in.position();
        } catch (Malformed e) {
            return new Resealed.Forged();
        }
        if (keyring.byPrimary(bytes, at, bytes.length - at)) {
            return new Resealed.Current();
        }
        byte[] associated = Layout.associatedData(bytes, at, name);
        Unsealed unsealed = keyring.open(bytes, at, bytes.length - at, associated);
        if (unsealed instanceof Unsealed.UnknownKey unknown) {
            return new Resealed.UnknownKey(unknown.id());
        }
        return unsealed instanceof Unsealed.Plain plain
                ? new Resealed.Anew(EnvelopeWriter.join(bytes, at, keyring.seal(plain.bytes(), associated)))
                : new Resealed.Forged();
    }

    private static boolean hasHeader(byte[] bytes) {
        return bytes.length >= Layout.MIN_HEADER_LENGTH + Layout.CHECKSUM_LENGTH;
    }

    /** Goes to where the payload begins. */
    private Packing skipHeader() {
        in.position(Layout.PREFIX_LENGTH + 1 + Layout.TIME_LENGTH);
        for (int i = 0; i < 4; i++) {
            varint(Long.MAX_VALUE);
        }
        need(Integer.BYTES + Long.BYTES);
        in.position(in.position() + Integer.BYTES + Long.BYTES);
        for (int tags = length(); tags > 0; tags--) {
            int length = length();
            in.position(in.position() + length);
        }
        return (bytes[Layout.PREFIX_LENGTH] & Layout.COMPRESSED) == 0 ? Packing.PLAIN : packing();
    }

    /** The length or the number of what follows, of which each takes a byte at least. */
    private int length() {
        int length = (int) varint(Integer.MAX_VALUE);
        need(length);
        return length;
    }

    /** A number from 0 to {@code most} in its shortest form. */
    private long varint(long most) {
        long value = 0;
        for (int shift = 0; shift <= 49; shift += 7) {
            need(1);
            int b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                if ((b == 0 && shift > 0) || value > most) {
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
