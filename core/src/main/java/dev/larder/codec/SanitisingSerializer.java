package dev.larder.codec;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.module.SimpleModule;

/** Another serialiser of Jackson's, and the rules for the fields of its type. */
final class SanitisingSerializer<T> implements Sanitiser<T> {

    /** What came of writing a value under the rules. */
    private record Written(byte[] bytes, boolean changed, boolean dropped, Set<String> missing) {}

    private static final String JDK = "java.";

    private final Serializer<T> plain;
    private final JavaType type;
    private final Schema schema;
    private final RuleBook book;
    private final ObjectWriter writer;
    private final int mostBytes;
    private final long fingerprint;
    private final List<String> named;

    /** The classes whose values are written as what they are. */
    private final Set<Class<?>> declared;

    private SanitisingSerializer(
            Serializer<T> plain,
            ObjectMapper mapper,
            JavaType type,
            Schema schema,
            JsonLimits limits,
            RuleBook book,
            TypeWalk walk) {
        this.plain = plain;
        this.type = type;
        this.schema = schema;
        this.book = book;
        this.writer = mapper.rebuild()
                .addModule(new SimpleModule("larder-sanitising")
                        .setSerializerModifier(new AnnouncingWriter.Modifier(book)))
                .build()
                .writerFor(type);
        this.mostBytes = limits.maxDocumentLength();
        this.fingerprint = book.mixInto(plain.fingerprint(), walk.verdicts(), walk.mayHash());
        this.named = walk.named();
        this.declared = declared(mapper, type);
    }

    /**
     * Puts a serialiser under rules; returns itself if none of them can apply to its type.
     *
     * @param mapper what it writes with
     * @param schema whose options stand in front of what it writes
     * @throws IllegalArgumentException naming everything that is wrong with the rules for this type
     */
    static <T> Serializer<T> of(
            Serializer<T> plain,
            ObjectMapper mapper,
            JavaType type,
            Schema schema,
            JsonLimits limits,
            FieldRules rules,
            @Nullable UnaryOperator<String> hash) {
        RuleBook book = new RuleBook(rules, hash, new EmptyForms(mapper));
        TypeWalk walk = new TypeWalk(mapper, type, book);
        return walk.walk() ? new SanitisingSerializer<>(plain, mapper, type, schema, limits, book, walk) : plain;
    }

    @Override
    public Sanitised<T> sanitise(T value) {
        Written written = write(value, false);
        if (!written.changed) {
            return new Sanitised<>(unchanged(value, written), written.bytes);
        }
        try {
            return new Sanitised<>(read(written.bytes, 0, written.bytes.length), written.bytes);
        } catch (RuntimeException e) {
            return withEmpties(value, written);
        }
    }

    /** The class of a type, and the subtypes that it declares, where these are written with their names. */
    private static Set<Class<?>> declared(ObjectMapper mapper, JavaType type) {
        Set<Class<?>> classes = new HashSet<>(Set.of(type.getRawClass()));
        SerializationConfig config = mapper.serializationConfig();
        AnnotatedClass known = config.classIntrospectorInstance().introspectClassAnnotations(type);
        if (config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, known) != null) {
            config.getSubtypeResolver()
                    .collectAndResolveSubtypesByClass(config, known)
                    .forEach(subtype -> classes.add(subtype.getType()));
        }
        return Set.copyOf(classes);
    }

    /**
     * Of a class of its own, a value may hold what was not written and so was not judged: the answer is what was written. A
     * collection of the JDK holds nothing else, and of a declared subtype all is written.
     */
    private T unchanged(T value, Written written) {
        Class<?> own = value.getClass();
        if (own.getName().startsWith(JDK) || declared.contains(own)) {
            return value;
        }
        try {
            return read(written.bytes, 0, written.bytes.length);
        } catch (RuntimeException e) {
            throw new CodecException(
                    "a value of a subclass of " + type.toCanonical() + " may hold more than is written, and what is"
                            + " written cannot be read back; declare the subclass (@JsonSubTypes), or load a "
                            + type.toCanonical(),
                    null);
        }
    }

    /** The type cannot be made without what was dropped. */
    private Sanitised<T> withEmpties(T value, Written before) {
        Written written = before.dropped ? write(value, true) : before;
        try {
            return new Sanitised<>(read(written.bytes, 0, written.bytes.length), written.bytes);
        } catch (RuntimeException e) {
            throw new CodecException(
                    "a " + type.toCanonical()
                            + " cannot be made of what the rules leave of it"
                            + (written.missing.isEmpty() ? "" : ", without " + String.join(", ", written.missing))
                            + "; its constructor may refuse it: make optional, mask or allow what it needs (settings:"
                            + " drop-fields, mask-fields, hash-fields, allow-fields)",
                    null);
        }
    }

    /** What is written, whether or not it can be read back. */
    byte[] bytes(T value) {
        return write(value, false).bytes;
    }

    private Written write(T value, boolean empties) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        SanitisingGenerator sanitising;
        try (JsonGenerator generator = writer.createGenerator(out)) {
            sanitising = new SanitisingGenerator(generator, book, empties);
            writer.writeValue(sanitising, value);
        } catch (JacksonException e) {
            // Other messages may show a part of the value.
            String reason = e instanceof StreamWriteException
                    ? e.getOriginalMessage()
                    : e.getClass().getSimpleName();
            throw new CodecException("a " + type.toCanonical() + " cannot be written under its rules: " + reason, null);
        }
        byte[] bytes = schema.before(out.toByteArray());
        if (bytes.length > mostBytes) {
            throw new CodecException(
                    "a " + type.toCanonical() + " takes " + bytes.length
                            + " bytes, and JsonLimits.maxDocumentLength is " + mostBytes,
                    null);
        }
        return new Written(bytes, sanitising.changed(), sanitising.dropped(), sanitising.missing());
    }

    @Override
    public List<String> droppedByName() {
        return named;
    }

    @Override
    public byte[] write(T value) {
        return plain.write(value);
    }

    @Override
    public T read(byte[] bytes, int offset, int length) {
        return plain.read(bytes, offset, length);
    }

    @Override
    public String format() {
        return plain.format();
    }

    @Override
    public long fingerprint() {
        return fingerprint;
    }
}
