package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.util.StdConverter;

/** Schemas: annotations of Jackson that decide how a value is written. Each holder below is a release. */
class SchemaAnnotationsTest {

    interface Rows {
        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        record Row(@Nullable Integer b, @Nullable Integer d) {}

        record Table(@Nullable Row first) {}
    }

    interface Grown {
        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        record Row(
                @Nullable Integer b,
                @Nullable Integer c,
                @Nullable Integer d) {}

        record Table(@Nullable Row first) {}
    }

    interface Swapped {
        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        @JsonPropertyOrder({"d", "b"})
        record Row(@Nullable Integer b, @Nullable Integer d) {}
    }

    @Test
    void fingerprint_ofBeanAsArray_coversAllPropertiesInTheirOrder() {
        assertDiffer(Rows.Row.class, Grown.Row.class);
        assertDiffer(Rows.Row.class, Swapped.Row.class);
        assertThat(fingerprint(Rows.Table.class)).isEqualTo(fingerprint(Grown.Table.class));
        Serializer<Grown.Table> grown = Serializers.json(Grown.Table.class);
        byte[] written = Serializers.json(Rows.Table.class).write(new Rows.Table(new Rows.Row(1, 2)));
        assertThatThrownBy(() -> grown.read(written, 0, written.length)).isInstanceOf(CodecException.class);
    }

    record Pair(@Nullable Integer b, @Nullable Integer d) {}

    record Pairs(@JsonFormat(shape = JsonFormat.Shape.ARRAY) Map<String, List<Pair>> pairs) {}

    interface More {
        record Pair(
                @Nullable Integer b,
                @Nullable Integer c,
                @Nullable Integer d) {}

        record Pairs(
                @JsonFormat(shape = JsonFormat.Shape.ARRAY) Map<String, List<Pair>> pairs) {}
    }

    @Test
    void fingerprint_ofPropertyAsArray_coversAllPropertiesInIt() {
        assertDiffer(Pairs.class, More.Pairs.class);
        assertThat(fingerprint(Pair.class)).isEqualTo(fingerprint(More.Pair.class));
    }

    static final class Cents extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator out, SerializationContext context) {
            out.writeString("cents");
        }
    }

    static final class Euros extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator out, SerializationContext context) {
            out.writeString("euros");
        }
    }

    static final class Hundredfold extends StdConverter<Long, Long> {
        @Override
        public Long convert(Long value) {
            return value * 100;
        }
    }

    record Text(String text) {}

    static final class Texts extends StdConverter<Object, Text> {
        @Override
        public Text convert(Object value) {
            return new Text(value.toString());
        }
    }

    interface Moved {
        record Text(int text) {}

        final class Texts extends StdConverter<Object, Text> {
            @Override
            public Text convert(Object value) {
                return new Text(value.hashCode());
            }
        }
    }

    interface Using {
        interface A {
            record Base(long number) {}
        }

        interface B {
            @JsonSerialize(using = Cents.class)
            record Base(long number) {}
        }

        interface C {
            @JsonSerialize(using = Euros.class)
            record Base(long number) {}
        }

        interface D {
            @JsonSerialize(converter = Texts.class)
            record Base(long number) {}
        }

        interface E {
            @JsonSerialize(converter = Moved.Texts.class)
            record Base(long number) {}
        }
    }

    interface Within {
        interface A {
            record Base(Map<String, Long> numbers) {}
        }

        interface B {
            record Base(
                    @JsonSerialize(contentUsing = Cents.class)
                    Map<String, Long> numbers) {}
        }

        interface C {
            record Base(
                    @JsonSerialize(keyUsing = Cents.class) Map<String, Long> numbers) {}
        }

        interface D {
            record Base(
                    @JsonSerialize(contentConverter = Hundredfold.class)
                    Map<String, Long> numbers) {}
        }

        interface E {
            record Base(
                    @JsonSerialize(converter = Texts.class) Map<String, Long> numbers) {}
        }

        interface F {
            record Base(
                    @JsonSerialize(converter = Moved.Texts.class)
                    Map<String, Long> numbers) {}
        }
    }

    @Test
    void fingerprint_ofOtherSerialiserOrConverter_isAnother() {
        assertDiffer(
                Using.A.Base.class, Using.B.Base.class, Using.C.Base.class, Using.D.Base.class, Using.E.Base.class);
        assertDiffer(
                Within.A.Base.class,
                Within.B.Base.class,
                Within.C.Base.class,
                Within.D.Base.class,
                Within.E.Base.class,
                Within.F.Base.class);
    }

    record Price(@JsonValue long cents) {}

    interface InEuros {
        record Price(@JsonValue long euros) {}
    }

    static class Amount {
        private final long cents;

        private Amount(long cents) {
            this.cents = cents;
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Amount ofCents(long cents) {
            return new Amount(cents);
        }

        @JsonValue
        long value() {
            return cents;
        }
    }

    interface Whole {
        class Amount {
            private final long euros;

            private Amount(long euros) {
                this.euros = euros;
            }

            @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
            static Amount ofEuros(long euros) {
                return new Amount(euros);
            }

            @JsonValue
            long value() {
                return euros;
            }
        }
    }

    @Test
    void fingerprint_ofOtherNameOfTheValue_isAnother() {
        assertDiffer(Price.class, InEuros.Price.class);
        assertDiffer(Amount.class, Whole.Amount.class);
    }

    interface Format {
        interface A {
            record Base(@JsonFormat List<String> names) {}
        }

        interface B {
            record Base(
                    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    List<String> names) {}
        }

        interface C {
            record Base(
                    @JsonFormat(with = JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
                    List<String> names) {}
        }

        interface D {
            record Base(@JsonFormat(locale = "de") List<String> names) {}
        }

        interface E {
            record Base(@JsonFormat(radix = 16) List<String> names) {}
        }

        interface F {
            record Base(
                    @JsonFormat(lenient = com.fasterxml.jackson.annotation.OptBoolean.TRUE)
                    List<String> names) {}
        }
    }

    @Test
    void fingerprint_ofOtherFormat_isAnother() {
        assertDiffer(
                Format.A.Base.class,
                Format.B.Base.class,
                Format.C.Base.class,
                Format.D.Base.class,
                Format.E.Base.class,
                Format.F.Base.class);
    }

    record Kept(List<String> names) {}

    interface Left {
        record Kept(
                @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> names) {}

        interface Out {
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            record Kept(List<String> names) {}
        }
    }

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    record Defaults(int number) {}

    record OneDefault(
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int number) {}

    record Contents(
            @JsonInclude(content = JsonInclude.Include.NON_DEFAULT)
            Map<String, Integer> numbers) {}

    record Holding(Optional<List<Defaults>> held) {}

    @Test
    void json_ofWhatIsLeftOut_isInTheFingerprintOrRefused() {
        assertDiffer(Kept.class, Left.Kept.class, Left.Out.Kept.class);
        for (Class<?> type : List.of(Defaults.class, OneDefault.class, Contents.class, Holding.class)) {
            assertThatThrownBy(() -> Serializers.json(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NON_DEFAULT");
        }
    }

    record Counted(OptionalInt count) {}

    interface Boxed {
        record Counted(@Nullable Integer count) {}
    }

    /** As the table in the formats page says: only an {@code Optional} of something is read as that something. */
    @Test
    void read_optionalIntThatIsNullableNow_isRefused() {
        Serializer<Boxed.Counted> boxed = Serializers.json(Boxed.Counted.class);
        byte[] written = Serializers.json(Counted.class).write(new Counted(OptionalInt.of(1)));

        assertThat(boxed.fingerprint()).isEqualTo(fingerprint(Counted.class));
        assertThatThrownBy(() -> boxed.read(written, 0, written.length))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("another type");
    }

    private static void assertDiffer(Class<?>... releases) {
        assertThat(List.of(releases).stream().map(SchemaAnnotationsTest::fingerprint))
                .doesNotHaveDuplicates();
    }

    private static long fingerprint(Class<?> type) {
        return Serializers.json(type).fingerprint();
    }

    @com.fasterxml.jackson.annotation.JsonTypeInfo(use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.NAME)
    @com.fasterxml.jackson.annotation.JsonSubTypes({
        @com.fasterxml.jackson.annotation.JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @com.fasterxml.jackson.annotation.JsonSubTypes.Type(value = Square.class, name = "square")
    })
    interface Bed {}

    record Circle(int radius) implements Bed {}

    record Square(int side) implements Bed {}

    record OneBed(Circle bed) {}

    /** Jackson lets a subtype inherit the list of all, its siblings among them. */
    @Test
    void json_oneSubtypeOfSeveral_isStored() {
        Serializer<OneBed> serializer = Serializers.json(OneBed.class);
        byte[] bytes = serializer.write(new OneBed(new Circle(3)));

        assertThat(serializer.read(bytes, 0, bytes.length)).isEqualTo(new OneBed(new Circle(3)));
        assertThat(Serializers.json(Circle.class).fingerprint()).isNotZero();
    }
}
