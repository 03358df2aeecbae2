package dev.larder.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * What entries of a type look like, so that no release reads what another one means otherwise.
 *
 * <p>Its <em>fingerprint</em> covers all required properties of the type, at any depth, with their names and types. Its
 * <em>options</em> list the optional ones, which may come and go but must not change their type: they stand in front of each
 * value, if there are any. A property is optional if it is an {@code Optional}, or if it has an annotation called
 * {@code Nullable}.
 *
 * <p>Deterministic and immutable; made once for a serialiser.
 */
public final class Schema {

    /** Begins the options; no value begins with it, in JSON, in CBOR, or in Fory's native form. */
    static final byte MARK = 0x1c;

    /** With more optional properties a type is compared as a whole. */
    static final int MOST_OPTIONS = 64;

    private static final int HEAD = 2;
    private static final int OPTION = Short.BYTES + Integer.BYTES;

    private final long fingerprint;
    private final byte[] options;
    private final List<Holder> holders;
    private final String type;

    /** An option that must be in an entry, which nothing fills: its hash, and that of the optional property around it. */
    private record Holder(short name, @Nullable Short around) {

        static Holder of(String name, Structure.Option option) {
            String around = option.around();
            return new Holder(hash(name), around == null ? null : Short.valueOf(hash(around)));
        }
    }

    private Schema(String format, JavaType type, Shape.Finder finder, boolean fills) {
        Structure structure = new Structure(finder);
        SortedMap<String, Structure.Option> found = structure.options(type);
        boolean whole = found == null || found.size() > MOST_OPTIONS;
        SortedMap<String, Structure.Option> listed = found == null || whole ? new TreeMap<>() : found;
        this.fingerprint = Fingerprint.of(format + '\n' + structure.describe(type, whole));
        this.options = encode(listed);
        this.holders = listed.entrySet().stream()
                .filter(one -> !fills && one.getValue().holder())
                .map(one -> Holder.of(one.getKey(), one.getValue()))
                .toList();
        this.type = type.getRawClass().getTypeName();
    }

    /** The schema of what Jackson writes and reads for a type. */
    static Schema of(String format, JavaType type, Shape.Finder finder) {
        return new Schema(format, type, finder, true);
    }

    /**
     * The schema of a type that is stored by its fields, those of its parents included, without static and transient ones. An
     * entry that lacks an {@code Optional} of the type is refused: its field would be null.
     *
     * @param format name of the format
     * @param type type of the values
     * @param others classes that may stand where a field says less
     */
    public static Schema ofFields(String format, Class<?> type, Class<?>... others) {
        TypeFactory types = TypeFactory.createDefaultInstance();
        return new Schema(format, types.constructType((Type) type), new FieldShapes(types, type, others), false);
    }

    private static byte[] encode(Map<String, Structure.Option> options) {
        if (options.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer bytes = ByteBuffer.allocate(HEAD + OPTION * options.size());
        bytes.put(MARK).put((byte) options.size());
        options.forEach((name, option) -> bytes.putShort(hash(name)).putInt((int) Fingerprint.of(option.text())));
        return bytes.array();
    }

    private static short hash(String name) {
        return (short) Fingerprint.of(name);
    }

    /** Returns the fingerprint, for {@link Serializer#fingerprint}. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Returns what stands in front of each value; empty if there are no optional properties. */
    public byte[] options() {
        return options.clone();
    }

    /** Puts the options in front of a value. */
    byte[] before(byte[] value) {
        if (options.length == 0) {
            return value;
        }
        byte[] whole = Arrays.copyOf(options, options.length + value.length);
        System.arraycopy(value, 0, whole, options.length, value.length);
        return whole;
    }

    /**
     * Returns how many bytes the options of an entry have.
     *
     * @throws CodecException if an optional property had another type when the entry was written, or if there was none that
     *     the format would leave null, and that is an {@code Optional}
     */
    public int skip(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0 || bytes[offset] != MARK) {
            requireHolders(ByteBuffer.allocate(0), 0);
            return 0;
        }
        if (options.length > 0
                && length >= options.length
                && Arrays.equals(options, 0, options.length, bytes, offset, offset + options.length)) {
            return options.length;
        }
        int end = length < HEAD ? length : HEAD + OPTION * (bytes[offset + 1] & 0xff);
        if (end > length || length < HEAD) {
            throw new CodecException("the options of a " + type + " are cut off", null);
        }
        ByteBuffer theirs = ByteBuffer.wrap(bytes, offset, end);
        for (int mine = HEAD; mine < options.length; mine += OPTION) {
            if (!agrees(theirs, offset, end, ByteBuffer.wrap(options, mine, OPTION))) {
                throw new CodecException(
                        "an optional property of a " + type + " had another type when this was written", null);
            }
        }
        requireHolders(theirs, offset + end);
        return end;
    }

    /** Refuses an entry that has no {@code Optional} where one is needed, unless what is around it is not there either. */
    private void requireHolders(ByteBuffer theirs, int end) {
        for (Holder holder : holders) {
            Short around = holder.around();
            if (!names(theirs, end, holder.name()) && (around == null || names(theirs, end, around))) {
                throw new CodecException(
                        "a " + type + " was without one of its Optionals when this was written, which would be null",
                        null);
            }
        }
    }

    private static boolean names(ByteBuffer theirs, int end, short name) {
        for (int at = theirs.position() + HEAD; at < end; at += OPTION) {
            if (theirs.getShort(at) == name) {
                return true;
            }
        }
        return false;
    }

    /** Whether the entry's release did not have this property, or had it with this type. */
    private static boolean agrees(ByteBuffer theirs, int offset, int end, ByteBuffer mine) {
        short name = mine.getShort();
        int text = mine.getInt();
        boolean named = false;
        for (int at = offset + HEAD; at < offset + end; at += OPTION) {
            if (theirs.getShort(at) == name) {
                named = true;
                if (theirs.getInt(at + Short.BYTES) == text) {
                    return true;
                }
            }
        }
        return !named;
    }
}
