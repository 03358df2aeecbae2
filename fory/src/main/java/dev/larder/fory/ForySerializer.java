package dev.larder.fory;

import dev.larder.codec.CodecException;
import dev.larder.codec.Schema;
import dev.larder.codec.Serializer;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.fory.Fory;
import org.apache.fory.exception.ForyException;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.memory.MemoryUtils;
import org.apache.fory.resolver.SharedRegistry;

/**
 * Values in the binary form of <a href="https://fory.apache.org">Apache Fory</a>: by their fields, in its compatible mode.
 *
 * <p>The classes that may be read are registered here, and this cannot be turned off: a class that is not registered is
 * neither written nor read, whatever the bytes say. Each is known by its simple name, so their order does not matter, and
 * they may move to another package; two of the same simple name are known with that of the class around them.
 *
 * <p>Values have at most {@value #MOST_BYTES} bytes, and {@value #MOST_DEPTH} objects within each other. References are
 * not kept: what is there twice is written twice, and what holds itself is refused.
 *
 * <p>Thread-safe, for virtual threads too: a thread borrows one of a few instances of Fory and waits for nothing. The
 * code that Fory makes for a class is made at its first use, within some hundred milliseconds.
 *
 * @param <T> type of the values
 */
public final class ForySerializer<T> implements Serializer<T> {

    private static final String FORMAT = "fory";

    /** How Fory's messages on a class that it does not write begin. */
    private static final Pattern REFUSED = Pattern.compile(
            "(?:Class )?(?:class|interface) ([\\w.$\\[;]+) (?:is not registered, please check|doesn't support serialization)");

    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_DEPTH = 100;

    /** What one value may take of the heap: collections, arrays and objects, as Fory estimates them. */
    private static final long MOST_MEMORY = 4L * MOST_BYTES;

    private final Class<T> type;
    private final Map<String, Class<?>> registered;
    private final SharedRegistry shared = new SharedRegistry();
    private final ConcurrentLinkedQueue<Fory> idle = new ConcurrentLinkedQueue<>();
    private final Schema schema;
    private final byte[] options;

    private ForySerializer(Class<T> type, Class<?>[] others) {
        this.type = type;
        this.registered = Registration.of(type, others);
        this.schema = Schema.ofFields(FORMAT, type, registered.values().toArray(new Class<?>[0]));
        this.options = schema.options();
        idle.add(create());
    }

    /**
     * Makes the serialiser of a class.
     *
     * @param type class of the values, without type parameters
     * @param others all other classes of the application that are in them, in any order, enums included; collections, texts,
     *     numbers and dates of Java need not be named
     * @throws IllegalArgumentException if a class has a field of a type that says nothing, such as {@code Object}, or one
     *     whose class is not named here
     */
    public static <T> ForySerializer<T> of(Class<T> type, Class<?>... others) {
        return new ForySerializer<>(type, others);
    }

    private Fory create() {
        Fory fory = Fory.builder()
                .withSharedRegistry(shared)
                .withClassLoader(type.getClassLoader())
                .withXlang(false)
                .withCompatible(true)
                .withStringCompressed(true)
                .serializeEnumByName(true)
                .requireClassRegistration(true)
                .withDeserializeUnknownClass(false)
                .withMaxDepth(MOST_DEPTH)
                .withMaxGraphMemoryBytes(MOST_MEMORY)
                .build();
        registered.forEach((name, found) -> fory.register(found, name));
        fory.registerSerializer(ZonedDateTime.class, new ZonedTimes(fory.getConfig()));
        return fory;
    }

    private Fory borrow() {
        Fory fory = idle.poll();
        return fory == null ? create() : fory;
    }

    @Override
    public byte[] write(T value) {
        Objects.requireNonNull(value, "value");
        Fory fory = borrow();
        try {
            byte[] bytes = fory.serialize(value);
            byte[] whole = Arrays.copyOf(options, options.length + bytes.length);
            System.arraycopy(bytes, 0, whole, options.length, bytes.length);
            if (whole.length > MOST_BYTES) {
                throw new CodecException(
                        "a " + type.getTypeName() + " takes " + whole.length + " bytes in Fory; at most " + MOST_BYTES,
                        null);
            }
            return whole;
        } catch (ForyException | StackOverflowError e) {
            throw new CodecException("a " + type.getTypeName() + " cannot be written by Fory: " + reason(e), null);
        } finally {
            idle.add(fory);
        }
    }

    /** What is wrong, without a part of the value: of messages, only the name of a class in those that say no more. */
    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        Throwable refusal = cause instanceof UnsupportedOperationException ? cause : e;
        Matcher refused = REFUSED.matcher(Objects.requireNonNullElse(refusal.getMessage(), ""));
        if (refused.lookingAt()) {
            return refused.group(1)
                    + " is not registered: name it in ForySerializer.of, or, if it is a class of Java or a view"
                    + " on a collection, put a plain copy in its place (new ArrayList<>(...))";
        }
        return e.getClass().getSimpleName()
                + (cause instanceof StackOverflowError ? ", it holds itself or is too deep" : "");
    }

    @Override
    public T read(byte[] bytes, int offset, int length) {
        int skipped = schema.skip(bytes, offset, length);
        if (length > MOST_BYTES) {
            throw new CodecException(
                    length + " bytes for a " + type.getTypeName() + "; at most " + MOST_BYTES + " are read", null);
        }
        MemoryBuffer buffer = MemoryUtils.wrap(bytes, offset + skipped, length - skipped);
        Object value = read(buffer, length);
        if (!type.isInstance(value) || buffer.remaining() > 0) {
            throw notThis(length, "another value, or more than one");
        }
        return type.cast(value);
    }

    private Object read(MemoryBuffer buffer, int length) {
        Fory fory = borrow();
        try {
            return fory.deserialize(buffer);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            // The message may show a part of the value.
            throw notThis(length, e.getClass().getSimpleName());
        } finally {
            idle.add(fory);
        }
    }

    private CodecException notThis(int length, String what) {
        return new CodecException(
                length + " bytes are not the Fory form of a " + type.getTypeName() + ": " + what, null);
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public long fingerprint() {
        return schema.fingerprint();
    }
}
