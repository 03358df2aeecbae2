package dev.larder.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;

/** Asks the serialiser that Jackson has for a type what it writes, and goes no further. */
final class Form extends JsonFormatVisitorWrapper.Base {

    static final String OBJECT = "object";
    static final String ARRAY = "array";
    static final String TEXT = "string";
    static final String NUMBER = "number";
    static final String INTEGER = "integer";
    static final String BOOLEAN = "boolean";

    /** It does not say. */
    static final String ANY = "any";

    private String form = ANY;

    private Form() {}

    static String of(ObjectMapper mapper, JavaType type) {
        Form form = new Form();
        mapper.acceptJsonFormatVisitor(type, form);
        return form.form;
    }

    /** Asks a serialiser, as it is at one property. */
    static String of(JsonFormatVisitable serializer, JavaType type, SerializationContext context) {
        Form form = new Form();
        form.setContext(context);
        serializer.acceptJsonFormatVisitor(form, type);
        return form.form;
    }

    @Override
    public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
        form = OBJECT;
        return null;
    }

    @Override
    public @Nullable JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
        form = ARRAY;
        return null;
    }

    @Override
    public @Nullable JsonStringFormatVisitor expectStringFormat(JavaType type) {
        form = TEXT;
        return null;
    }

    @Override
    public @Nullable JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
        form = NUMBER;
        return null;
    }

    @Override
    public @Nullable JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
        form = INTEGER;
        return null;
    }

    @Override
    public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
        form = BOOLEAN;
        return null;
    }
}
