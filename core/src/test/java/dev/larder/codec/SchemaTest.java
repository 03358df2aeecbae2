package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Schemas: what a class may change into. Each holder below is a release; the class {@code Contract} in it is compared with
 * that of {@link First}.
 */
class SchemaTest {

    interface First {
        record Contract(
                long id,
                Customer customer,
                List<Visit> visits,
                Map<String, Price> prices,
                Visit[] planned,
                @Nullable String note,
                Optional<Customer> payer) {}

        record Customer(String name, @Nullable LocalDate since) {}

        record Visit(int minutes, Shift shift) {}

        record Price(long cents) {}
    }

    enum Shift {
        EARLY,
        LATE
    }

    private static final Serializer<First.Contract> FIRST = Serializers.json(First.Contract.class);

    private static First.Contract contract() {
        First.Visit visit = new First.Visit(30, Shift.LATE);
        return new First.Contract(
                7,
                new First.Customer("north", LocalDate.EPOCH),
                List.of(visit),
                Map.of("mow", new First.Price(990)),
                new First.Visit[0],
                "gate",
                Optional.of(new First.Customer("south", null)));
    }

    /** Pinned, so that no entry becomes unreadable by accident; so is the form of the options. */
    @Test
    void fingerprint_ofAKnownType_isTheSameForever() {
        assertThat(FIRST.fingerprint()).isEqualTo(0xb992c8c6052c7a45L);
        assertThat(Serializers.cbor(First.Contract.class).fingerprint()).isEqualTo(0x376232b822ef66c1L);
        assertThat(Schema.ofFields("fory", First.Contract.class).fingerprint()).isEqualTo(0xaafe601d2a41435bL);
        assertThat(HexFormat.of()
                        .formatHex(Schema.ofFields("fory", First.Contract.class).options()))
                .isEqualTo("1c04a39bf8c21fa28dd1587cd564ce2d24ae5b5d7fbff8c21fa2");
    }

    record Reordered(long id, String name, int size) {}

    interface Renamed {
        record Reordered(int size, long id, String name) {}
    }

    @Test
    void fingerprint_ofMovedClassAndReorderedProperties_isTheSame() {
        assertThat(fingerprint(Renamed.Reordered.class)).isEqualTo(fingerprint(Reordered.class));
    }

    /** Other names of the class or of one property, other types, more or fewer properties. */
    interface Changed {
        record Base(long id, String name) {}

        interface A {
            record Base(long id, String title) {}
        }

        interface B {
            record Base(int id, String name) {}
        }

        interface C {
            record Base(long id) {}
        }

        interface D {
            record Base(long id, String name, boolean open) {}
        }

        interface E {
            record Base(long id, @Nullable String name) {}
        }

        interface F {
            record Base(Long id, String name) {}
        }

        interface G {
            record Base(@JsonProperty("number") long id, String name) {}
        }

        interface H {
            record Base(long id, @JsonIgnore String name) {}
        }

        interface I {
            @JsonNaming(PropertyNamingStrategies.UpperCamelCaseStrategy.class)
            record Base(long id, String name) {}
        }

        interface J {
            record Other(long id, String name) {}
        }

        List<Class<?>> ALL = List.of(
                A.Base.class,
                B.Base.class,
                C.Base.class,
                D.Base.class,
                E.Base.class,
                F.Base.class,
                G.Base.class,
                H.Base.class,
                I.Base.class,
                J.Other.class);
    }

    record Box<T>(T content) {}

    record Deep<T>(List<Map<String, List<T[]>>> deep) {}

    static class Bean<T> {
        private @Nullable T content;

        public @Nullable T getContent() {
            return content;
        }

        public void setContent(T content) {
            this.content = content;
        }
    }

    static class Plain<T> {
        public T content;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Machine.Mower.class, name = "mower"))
    interface Machine {
        record Mower(Changed.Base base) implements Machine {}
    }

    interface OtherMachines {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes(@JsonSubTypes.Type(value = Machine.Mower.class, name = "mower"))
        interface Machine {
            record Mower(Changed.A.Base base) implements Machine {}
        }
    }

    @Test
    void fingerprint_ofIncompatibleChange_isAnotherAtAnyDepth() {
        for (Class<?> changed : Changed.ALL) {
            assertThat(fingerprint(changed)).isNotEqualTo(fingerprint(Changed.Base.class));
            assertThat(Serializers.json(box(changed)).fingerprint())
                    .isNotEqualTo(Serializers.json(box(Changed.Base.class)).fingerprint());
            assertThat(Serializers.json(deep(changed)).fingerprint())
                    .isNotEqualTo(Serializers.json(deep(Changed.Base.class)).fingerprint());
            assertThat(Serializers.json(of(Plain.class, changed)).fingerprint())
                    .isNotEqualTo(Serializers.json(of(Plain.class, Changed.Base.class))
                            .fingerprint());
        }
        assertThat(fingerprint(OtherMachines.Machine.class)).isNotEqualTo(fingerprint(Machine.class));
    }

    private static java.lang.reflect.Type box(Class<?> content) {
        return of(Box.class, content);
    }

    private static java.lang.reflect.Type deep(Class<?> content) {
        return of(Deep.class, content);
    }

    private static java.lang.reflect.Type of(Class<?> raw, Class<?> argument) {
        return new tools.jackson.databind.json.JsonMapper().getTypeFactory().constructParametricType(raw, argument);
    }

    @Test
    void fingerprint_ofOtherContainer_isAnother() {
        Set<Long> different = Set.of(
                Serializers.json(new TypeRef<Box<List<String>>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<Set<String>>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<String[]>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<Map<String, String>>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<Map<Long, String>>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<String>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<byte[]>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<Instant>>() {}).fingerprint(),
                Serializers.json(new TypeRef<Box<BigDecimal>>() {}).fingerprint());

        assertThat(different).hasSize(9);
    }

    record Grown(long id, String name, @Nullable String more, Optional<Integer> some, OptionalInt few) {}

    interface Ungrown {
        record Grown(long id, String name) {}
    }

    @Test
    void read_optionalPropertiesAddedOrRemoved_isAHitBothWays() {
        for (boolean cbor : new boolean[] {false, true}) {
            Serializer<Ungrown.Grown> before = serializer(Ungrown.Grown.class, cbor);
            Serializer<Grown> after = serializer(Grown.class, cbor);

            assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
            assertThat(read(after, before.write(new Ungrown.Grown(1, "a"))))
                    .isEqualTo(new Grown(1, "a", null, Optional.empty(), OptionalInt.empty()));
            assertThat(read(before, after.write(new Grown(1, "a", "b", Optional.of(2), OptionalInt.of(3)))))
                    .isEqualTo(new Ungrown.Grown(1, "a"));
            Grown whole = new Grown(1, "a", null, Optional.of(2), OptionalInt.of(3));
            assertThat(read(after, after.write(whole))).isEqualTo(whole);
        }
    }

    record Either<T>(long id, @Nullable T option) {}

    record Inner(long number, String street) {}

    interface Newer {
        record Inner(long number, String town) {}
    }

    /** JSON alone would take each of these for the other, and answer what nobody has stored. */
    @Test
    void read_optionalPropertyWithAnotherType_isRefused() {
        refuses(new TypeRef<Either<Long>>() {}, 1_700_000_000_000L, new TypeRef<Either<Instant>>() {});
        refuses(new TypeRef<Either<String>>() {}, "abcd", new TypeRef<Either<byte[]>>() {});
        refuses(new TypeRef<Either<byte[]>>() {}, new byte[3], new TypeRef<Either<String>>() {});
        refuses(new TypeRef<Either<String>>() {}, "LATE", new TypeRef<Either<Shift>>() {});
        refuses(new TypeRef<Either<List<Integer>>>() {}, List.of(2026, 3, 1), new TypeRef<Either<LocalDate>>() {});
        refuses(new TypeRef<Either<List<String>>>() {}, List.of("a", "a"), new TypeRef<Either<Set<String>>>() {});
        refuses(new TypeRef<Either<Inner>>() {}, new Inner(1, "a"), new TypeRef<Either<Newer.Inner>>() {});
        refuses(new TypeRef<Either<Map<String, String>>>() {}, Map.of("a", "b"), new TypeRef<Either<Inner>>() {});
        refuses(new TypeRef<Either<List<Inner>>>() {}, List.of(), new TypeRef<Either<List<Newer.Inner>>>() {});
    }

    private static <A, B> void refuses(TypeRef<Either<A>> before, A value, TypeRef<Either<B>> after) {
        for (boolean cbor : new boolean[] {false, true}) {
            Serializer<Either<A>> one = cbor ? Serializers.cbor(before) : Serializers.json(before);
            Serializer<Either<B>> two = cbor ? Serializers.cbor(after) : Serializers.json(after);
            byte[] written = one.write(new Either<>(1, value));

            assertThat(two.fingerprint()).isEqualTo(one.fingerprint());
            assertThat(read(one, written).id()).isEqualTo(1);
            assertThatThrownBy(() -> read(two, written))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("another type");
        }
    }

    record Secretive(String password, @Nullable Long until) {}

    interface Timed {
        record Secretive(String password, @Nullable Instant until) {}
    }

    @Test
    void read_writtenUnderRules_isRefusedAllTheSame() {
        Sanitiser<Secretive> rules = (Sanitiser<Secretive>)
                Serializers.json(Secretive.class).under(FieldRules.DEFAULT, Secretive.class, null);
        byte[] written = rules.sanitise(new Secretive("a", 1_700_000_000_000L)).bytes();

        assertThat(read(rules, written).until()).isEqualTo(1_700_000_000_000L);
        assertThatThrownBy(() -> read(Serializers.json(Timed.Secretive.class), written))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("another type");
    }

    @Test
    void read_optionalThatIsNullableNow_isAHit() {
        Serializer<Maybe> before = Serializers.json(Maybe.class);
        Serializer<Other.Maybe> after = Serializers.json(Other.Maybe.class);

        assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
        assertThat(read(after, before.write(new Maybe(Optional.of("a"))))).isEqualTo(new Other.Maybe("a"));
    }

    record Maybe(Optional<String> text) {}

    interface Other {
        record Maybe(@Nullable String text) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"1c", "1c01", "1c0100010000", "1cff00", "1c00"})
    void read_optionsCutOff_isRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> read(FIRST, bytes)).isInstanceOf(CodecException.class);
    }

    record Node(
            @Nullable Node child,
            List<Node> others,
            Map<String, Node> named,
            @Nullable String note) {}

    interface Relabelled {
        record Node(
                @Nullable Node child,
                List<Node> others,
                Map<String, Node> named,
                @Nullable Integer note) {}

        record Tree(Node root) {}
    }

    @Test
    void fingerprint_ofTypeWithinItself_ends() {
        Serializer<Node> nodes = Serializers.json(Node.class);
        Node node = new Node(new Node(null, List.of(), Map.of(), "leaf"), List.of(), Map.of(), null);

        assertThat(read(nodes, nodes.write(node))).isEqualTo(node);
        assertThatThrownBy(() -> read(Serializers.json(Relabelled.Node.class), nodes.write(node)))
                .isInstanceOf(CodecException.class);
    }

    record W0(@Nullable String a, @Nullable String b) {}

    record W1(W0 a, W0 b, W0 c, W0 d, W0 e, W0 f) {}

    record W2(W1 a, W1 b, W1 c, W1 d, W1 e, W1 f) {}

    record W3(W2 a, W2 b, W2 c, W2 d, W2 e, W2 f) {}

    record W4(W3 a, W3 b, W3 c, W3 d, W3 e, W3 f) {}

    interface Wider {
        record W0(
                @Nullable String a,
                @Nullable String b,
                @Nullable String c) {}

        record W1(W0 a, W0 b, W0 c, W0 d, W0 e, W0 f) {}

        record W2(W1 a, W1 b, W1 c, W1 d, W1 e, W1 f) {}

        record W3(W2 a, W2 b, W2 c, W2 d, W2 e, W2 f) {}

        record W4(W3 a, W3 b, W3 c, W3 d, W3 e, W3 f) {}
    }

    @Test
    void fingerprint_ofTypeWithTooManyOptionalProperties_coversThemAll() {
        assertThat(fingerprint(Wider.W4.class)).isNotEqualTo(fingerprint(W4.class));
        assertThat(fingerprint(Wider.W2.class)).isNotEqualTo(fingerprint(W2.class));
        assertThat(fingerprint(Wider.W1.class)).isEqualTo(fingerprint(W1.class));
    }

    record Endless<T>(@Nullable Endless<List<T>> next) {}

    record Beginning(Endless<String> next) {}

    @Test
    void ofFields_typeThatMakesNewTypesAtEachStep_isRefused() {
        assertThatThrownBy(() -> Schema.ofFields("fory", Beginning.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without end");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER})
    @interface Holder {
        @Retention(RetentionPolicy.RUNTIME)
        @interface Nullable {}
    }

    static class FieldMarked {
        @Holder.Nullable
        public String note;

        public long id;
    }

    static class GetterMarked {
        private String note;
        public long id;

        @Holder.Nullable
        public String getNote() {
            return note;
        }

        public void setNote(String note) {
            this.note = note;
        }
    }

    static class SetterMarked {
        private String note;
        public long id;

        public String getNote() {
            return note;
        }

        public void setNote(@Nullable String note) {
            this.note = note;
        }
    }

    @Test
    void options_markedAnywhereByAnyNullable_areFound() {
        for (Class<?> type : List.of(FieldMarked.class, GetterMarked.class, SetterMarked.class)) {
            Serializer<?> serializer = Serializers.json(type);
            byte[] bytes = "{\"id\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

            assertThat(serializer.read(bytes, 0, bytes.length)).isNotNull();
            assertThat(optionsOf(type)).as(type.getSimpleName()).hasSize(8);
        }
    }

    private static byte[] optionsOf(Class<?> type) {
        var mapper = JsonMappers.within(JsonLimits.DEFAULT);
        return Schema.of("json", mapper.constructType(type), new JacksonShapes(mapper))
                .options();
    }

    record Id(@JsonValue long number) {}

    interface TextId {
        record Id(@JsonValue String number) {}
    }

    @Test
    void fingerprint_ofValueInPlaceOfAnObject_isThatOfTheValue() {
        assertThat(fingerprint(TextId.Id.class)).isNotEqualTo(fingerprint(Id.class));
    }

    @Test
    void read_unknownConstant_isRefused() {
        String json = "{\"content\":\"NIGHT\"}";
        byte[] bytes = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Serializers.json(new TypeRef<Box<Shift>>() {}).read(bytes, 0, bytes.length))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void read_written_isEqual() {
        First.Contract read = read(FIRST, FIRST.write(contract()));

        assertThat(read).usingRecursiveComparison().isEqualTo(contract());
    }

    private static long fingerprint(Class<?> type) {
        return Serializers.json(type).fingerprint();
    }

    private static <T> Serializer<T> serializer(Class<T> type, boolean cbor) {
        return cbor ? Serializers.cbor(type) : Serializers.json(type);
    }

    private static <T> T read(Serializer<T> serializer, byte[] bytes) {
        return serializer.read(bytes, 0, bytes.length);
    }
}
