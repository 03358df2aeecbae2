package dev.larder.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TreeNode;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * A generator that asks, before it writes any value, whether that value passes. Every way of writing leads to one of the
 * questions: text of all forms, arrays at once, whole trees, and raw JSON, which is taken apart.
 */
abstract class ValueFilter extends JsonGeneratorDelegate {

    /** What a value is, as far as the format can tell. */
    enum Shape {
        TEXT,
        NUMBER,
        /** Of 32 or 64 bits. */
        FRACTION,
        BOOLEAN,
        BINARY,
        NULL,
        OTHER
    }

    private static final JsonFactory RAW = new JsonFactory();

    ValueFilter(JsonGenerator target) {
        super(target, false);
    }

    /** Whether a value is to be written; if not, what is written in its place has been. */
    abstract boolean passes(Shape shape, @Nullable String text);

    private boolean passes(Shape shape) {
        return passes(shape, null);
    }

    @Override
    public JsonGenerator writeStartArray() {
        return writeStartArray(null);
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object forValue, int size) {
        return writeStartArray(forValue);
    }

    @Override
    public abstract JsonGenerator writeStartArray(@Nullable Object forValue);

    @Override
    public JsonGenerator writeStartObject() {
        return writeStartObject(null);
    }

    /** The size is not said on: fields may be left out. */
    @Override
    public JsonGenerator writeStartObject(@Nullable Object forValue, int size) {
        return writeStartObject(forValue);
    }

    @Override
    public abstract JsonGenerator writeStartObject(@Nullable Object forValue);

    @Override
    public abstract JsonGenerator writeName(String name);

    @Override
    public JsonGenerator writeName(SerializableString name) {
        return writeName(name.getValue());
    }

    @Override
    public JsonGenerator writePropertyId(long id) {
        return writeName(Long.toString(id));
    }

    @Override
    public JsonGenerator writeArray(int[] array, int offset, int length) {
        writeStartArray(array);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(array[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeArray(long[] array, int offset, int length) {
        writeStartArray(array);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(array[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeArray(double[] array, int offset, int length) {
        writeStartArray(array);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(array[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeArray(String[] array, int offset, int length) {
        writeStartArray(array);
        for (int i = offset; i < offset + length; i++) {
            writeString(array[i]);
        }
        return writeEndArray();
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        if (text == null) {
            return writeNull();
        }
        if (passes(Shape.TEXT, text)) {
            delegate.writeString(text);
        }
        return this;
    }

    @Override
    public JsonGenerator writeString(Reader reader, int length) {
        try {
            StringBuilder text = new StringBuilder();
            int left = length < 0 ? Integer.MAX_VALUE : length;
            for (int c = left == 0 ? -1 : reader.read(); c >= 0; c = --left == 0 ? -1 : reader.read()) {
                text.append((char) c);
            }
            return writeString(text.toString());
        } catch (IOException e) {
            throw new StreamWriteException(this, "a text cannot be read", e);
        }
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        return writeString(new String(text, offset, length));
    }

    @Override
    public JsonGenerator writeString(SerializableString text) {
        return writeString(text.getValue());
    }

    @Override
    public JsonGenerator writeUTF8String(byte[] text, int offset, int length) {
        return writeString(new String(text, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public JsonGenerator writeRawUTF8String(byte[] text, int offset, int length) {
        return writeRawValue('"' + new String(text, offset, length, StandardCharsets.UTF_8) + '"');
    }

    @Override
    public JsonGenerator writeRawValue(String json) {
        try (JsonParser parser = RAW.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            copyCurrentStructureExact(parser);
        }
        return this;
    }

    @Override
    public JsonGenerator writeRawValue(String json, int offset, int length) {
        return writeRawValue(json.substring(offset, offset + length));
    }

    @Override
    public JsonGenerator writeRawValue(char[] json, int offset, int length) {
        return writeRawValue(new String(json, offset, length));
    }

    @Override
    public JsonGenerator writeRawValue(SerializableString json) {
        return writeRawValue(json.getValue());
    }

    @Override
    public JsonGenerator writeRaw(String text) {
        throw raw();
    }

    @Override
    public JsonGenerator writeRaw(String text, int offset, int length) {
        throw raw();
    }

    @Override
    public JsonGenerator writeRaw(SerializableString text) {
        throw raw();
    }

    @Override
    public JsonGenerator writeRaw(char[] text, int offset, int length) {
        throw raw();
    }

    @Override
    public JsonGenerator writeRaw(char c) {
        throw raw();
    }

    private StreamWriteException raw() {
        return new StreamWriteException(
                this, "a serialiser writes raw text, in which no field can be found; let it write values");
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        if (passes(Shape.BINARY)) {
            delegate.writeBinary(variant, data, offset, length);
        }
        return this;
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        return passes(Shape.BINARY) ? delegate.writeBinary(variant, data, length) : 0;
    }

    @Override
    public JsonGenerator writeNumber(short value) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(int value) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(long value) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigInteger value) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        if (passes(Shape.FRACTION)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        if (passes(Shape.FRACTION)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigDecimal value) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(String encoded) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(encoded);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(char[] encoded, int offset, int length) {
        if (passes(Shape.NUMBER)) {
            delegate.writeNumber(encoded, offset, length);
        }
        return this;
    }

    @Override
    public JsonGenerator writeBoolean(boolean value) {
        if (passes(Shape.BOOLEAN)) {
            delegate.writeBoolean(value);
        }
        return this;
    }

    @Override
    public JsonGenerator writeNull() {
        if (passes(Shape.NULL)) {
            delegate.writeNull();
        }
        return this;
    }

    @Override
    public JsonGenerator writeEmbeddedObject(Object object) {
        if (passes(Shape.OTHER)) {
            delegate.writeEmbeddedObject(object);
        }
        return this;
    }

    @Override
    public JsonGenerator writeObjectRef(Object id) {
        if (passes(Shape.OTHER)) {
            delegate.writeObjectRef(id);
        }
        return this;
    }

    @Override
    public JsonGenerator writeTree(@Nullable TreeNode tree) {
        return tree == null ? writeNull() : super.writeTree(tree);
    }
}
