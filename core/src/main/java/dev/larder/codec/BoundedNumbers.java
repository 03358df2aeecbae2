package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.DelegatingSerializer;

/** Refuses to write a number of more digits than are read: large integers and decimals, also those in a tree. */
final class BoundedNumbers extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    /** Digits of a number that is written, besides those that {@link BigDecimal#precision} counts: zeros, an exponent. */
    private static final int MOST_BESIDES = 20;

    private static final double DIGITS_OF_A_BIT = Math.log10(2);

    private final int most;
    private final int deepest;

    BoundedNumbers(JsonLimits limits) {
        this.most = limits.maxNumberLength();
        this.deepest = limits.maxNestingDepth();
    }

    /** A number has more digits than the limits allow; its message does not show it. */
    static final class TooLong extends StreamWriteException {

        private static final long serialVersionUID = 1L;

        private TooLong(JsonGenerator generator, int most) {
            super(generator, "a number has more digits than JsonLimits.maxNumberLength, which is " + most);
        }
    }

    @Override
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription.Supplier type, ValueSerializer<?> serializer) {
        Class<?> raw = type.getBeanClass();
        boolean mayBeLong = BigInteger.class.isAssignableFrom(raw)
                || BigDecimal.class.isAssignableFrom(raw)
                || JsonNode.class.isAssignableFrom(raw);
        return mayBeLong ? new Checking(serializer, this) : serializer;
    }

    /** What writes the numbers that are short enough; a serialiser that is not bounded is answered itself. */
    static JsonFormatVisitable unbounded(JsonFormatVisitable serializer) {
        return serializer instanceof Checking checking ? checking.getDelegatee() : serializer;
    }

    private boolean isTooLong(Object value) {
        if (value instanceof BigInteger integer) {
            double digits = integer.bitLength() * DIGITS_OF_A_BIT;
            return digits > most - 1 && (digits > most + 1 || digits(integer) > most);
        }
        if (value instanceof BigDecimal decimal) {
            int digits = decimal.precision();
            return digits > most - MOST_BESIDES && (digits > most || digits(decimal) > most);
        }
        return value instanceof JsonNode node && holdsTooLong(node, deepest);
    }

    /** Whether there is one within some levels of a tree; the generator refuses what is deeper. */
    private boolean holdsTooLong(JsonNode node, int levels) {
        if (node.isContainer()) {
            return levels > 0 && node.values().stream().anyMatch(one -> holdsTooLong(one, levels - 1));
        }
        return node.isBigInteger() && isTooLong(node.bigIntegerValue())
                || node.isBigDecimal() && isTooLong(node.decimalValue());
    }

    private static long digits(Number number) {
        return number.toString().chars().filter(Character::isDigit).count();
    }

    /** Another serialiser, which is asked for shorter numbers only. */
    private static final class Checking extends DelegatingSerializer {

        private final BoundedNumbers bound;

        private Checking(ValueSerializer<?> serializer, BoundedNumbers bound) {
            super(serializer);
            this.bound = bound;
        }

        @Override
        protected ValueSerializer<Object> newDelegatingInstance(ValueSerializer<?> other) {
            return new Checking(other, bound);
        }

        /** Null if the other one cannot tell: Jackson makes another then, which is bounded as well. */
        @Override
        public @Nullable ValueSerializer<?> withFormatOverrides(SerializationConfig config, JsonFormat.Value format) {
            ValueSerializer<?> other = _delegatee.withFormatOverrides(config, format);
            return other == null ? null : _newIfChanged(other);
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            check(value, generator);
            super.serialize(value, generator, context);
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
            check(value, generator);
            super.serializeWithType(value, generator, context, type);
        }

        private void check(Object value, JsonGenerator generator) {
            if (bound.isTooLong(value)) {
                throw new TooLong(generator, bound.most);
            }
        }
    }
}
