package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** JSON: a value comes back as it was, and input that is not such a value is refused. */
class JsonSerializerTest {

    enum Shift {
        EARLY,
        LATE;

        @Override
        public String toString() {
            return "the " + name().toLowerCase(Locale.ROOT) + " one";
        }
    }

    record Area(long id, String name) {}

    record Worker(
            UUID id,
            Shift shift,
            List<Area> areas,
            @Nullable String note) {}

    record Page<T>(List<T> items, Optional<String> next) {}

    record Times(
            Instant instant,
            LocalDate day,
            Duration length,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            BigDecimal hours) {}

    /** The release before {@link Area} got a name. */
    record OlderArea(long id) {}

    record Node(@Nullable Node child) {}

    private final Serializer<Area> areas = Serializers.json(Area.class);

    @Test
    void write_record_isCompactInFixedOrder() {
        assertThat(text(areas.write(new Area(7, "north")))).isEqualTo("{\"id\":7,\"name\":\"north\"}");
    }

    @Test
    void read_record_isEqual() {
        Worker worker = new Worker(
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                Shift.LATE,
                List.of(new Area(7, "Süd 🌱"), new Area(8, "")),
                null);

        assertThat(roundTrip(Serializers.json(Worker.class), worker)).isEqualTo(worker);
    }

    @Test
    void read_generic_hasTheElementsOfItsType() {
        Page<Area> page = new Page<>(List.of(new Area(1, "a"), new Area(2, "b")), Optional.of("2"));

        assertThat(roundTrip(Serializers.json(new TypeRef<Page<Area>>() {}), page))
                .isEqualTo(page);
        assertThat(roundTrip(
                        Serializers.json(new TypeRef<Map<UUID, List<Area>>>() {}),
                        Map.of(new UUID(1, 2), page.items())))
                .isEqualTo(Map.of(new UUID(1, 2), page.items()));
    }

    @Test
    void read_times_keepNanosecondsOffsetAndZone() {
        Times times = new Times(
                Instant.parse("2026-03-29T00:59:59.123456789Z"),
                LocalDate.of(2026, 3, 29),
                Duration.ofSeconds(90, 1),
                OffsetDateTime.parse("2026-03-29T01:30:00+05:30"),
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
                new BigDecimal("1.50"));

        assertThat(roundTrip(Serializers.json(Times.class), times)).isEqualTo(times);
        assertThat(text(Serializers.json(Times.class).write(times))).contains("\"PT1M30.000000001S\"");
    }

    @Test
    void read_map_keepsTheOrderInWhichItWasStored() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", 2);

        assertThat(new ArrayList<>(roundTrip(Serializers.json(new TypeRef<Map<String, Integer>>() {}), map)
                        .keySet()))
                .containsExactly("z", "a");
    }

    @Test
    void write_enum_isItsName() {
        assertThat(text(Serializers.json(Shift.class).write(Shift.EARLY))).isEqualTo("\"EARLY\"");
    }

    @Test
    void read_withinLargerArray_readsItsPartOnly() {
        byte[] bytes = "}}}{\"id\":7,\"name\":\"north\"}]]".getBytes(StandardCharsets.UTF_8);

        assertThat(areas.read(bytes, 3, bytes.length - 5)).isEqualTo(new Area(7, "north"));
    }

    @Test
    void read_propertyOfANewerRelease_isIgnored() {
        assertThat(read(Serializers.json(OlderArea.class), "{\"id\":7,\"name\":\"north\",\"tags\":[{\"x\":1}]}"))
                .isEqualTo(new OlderArea(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "{\"id\":7,\"name\":\"north\"",
                "{\"id\":7,\"name\":\"north\"} {}",
                "{\"id\":7,\"name\":\"north\"}x",
                "{\"id\":7,\"name\":\"north\"}}",
                "{\"id\":\"7\",\"name\":\"north\"}",
                "{\"id\":7.5,\"name\":\"north\"}",
                "{\"id\":null,\"name\":\"north\"}",
                "{\"id\":99999999999999999999,\"name\":\"north\"}",
                "{\"id\":7,\"name\":[\"north\"]}",
                "{'id':7}",
                "{\"id\":7,}",
                "{\"id\":NaN}",
                "/**/{\"id\":7}",
            })
    void read_whatIsNotTheValue_isRefused(String json) {
        assertThatThrownBy(() -> read(areas, json)).isInstanceOf(CodecException.class);
    }

    @Test
    void read_enumByNumber_isRefused() {
        assertThatThrownBy(() -> read(Serializers.json(Shift.class), "1")).isInstanceOf(CodecException.class);
    }

    @Test
    void read_refused_doesNotShowTheValue() {
        assertThatThrownBy(() -> read(areas, "{\"id\":\"s3cret\",\"name\":\"north\"}"))
                .hasMessageContaining("Area")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void read_deepNesting_isRefusedAtTheLimit() {
        Serializer<Node> nodes = Serializers.json(Node.class);

        assertThat(read(nodes, nested(100))).isNotNull();
        assertThatThrownBy(() -> read(nodes, nested(101)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("StreamConstraintsException");
        assertThatThrownBy(() -> read(nodes, "{\"x\":" + "[".repeat(1_000_000))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> nodes.write(chain(101))).isInstanceOf(CodecException.class);
    }

    @Test
    void read_beyondOwnLimits_isRefused() {
        Serializer<Area> narrow = Serializers.json(TypeRefs.AREA, new JsonLimits(3, 10, 5, 60));

        assertThat(read(narrow, "{\"id\":12345,\"name\":\"0123456789\"}")).isEqualTo(new Area(12345, "0123456789"));
        assertThatThrownBy(() -> read(narrow, "{\"id\":1,\"name\":\"01234567890\"}"))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> read(narrow, "{\"id\":123456,\"name\":\"\"}")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> read(narrow, "{\"id\":1,\"name\":\"\"" + " ".repeat(60) + "}"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("maxDocumentLength");
        assertThatThrownBy(() -> narrow.write(new Area(1, "x".repeat(60))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("maxDocumentLength");
    }

    static final AtomicInteger LOADED = new AtomicInteger();

    /** Counts how often it is initialised. */
    public static final class Gadget {
        static {
            LOADED.incrementAndGet();
        }

        public @Nullable String command;
    }

    record Anything(@Nullable JsonNode any) {}

    @Test
    void read_classNamesInTheInput_loadNothing() {
        String name = "dev.larder.codec.JsonSerializerTest$Gadget";
        Serializer<Anything> anything = Serializers.json(Anything.class);

        assertThat(read(anything, "{\"any\":{\"@class\":\"" + name + "\",\"command\":\"x\"}}")
                        .any()
                        .get("@class")
                        .asString())
                .isEqualTo(name);
        assertThat(read(anything, "{\"any\":[\"" + name + "\",{\"command\":\"x\"}]}")
                        .any()
                        .get(0)
                        .asString())
                .isEqualTo(name);
        assertThat(LOADED).hasValue(0);
    }

    record ByClass(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) @Nullable
            Object any) {}

    @Test
    void json_annotatedToReadClassNames_isRefused() {
        assertThatThrownBy(() -> Serializers.json(ByClass.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Use NAME and declare the subtypes");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Mower.class, name = "mower")})
    sealed interface Machine permits Mower {}

    record Mower(int width) implements Machine {}

    @Test
    void read_declaredSubtype_isFoundByItsName() {
        Serializer<Machine> machines = Serializers.json(Machine.class);

        assertThat(text(machines.write(new Mower(50)))).isEqualTo("{\"@type\":\"mower\",\"width\":50}");
        assertThat(roundTrip(machines, new Mower(50))).isEqualTo(new Mower(50));
        assertThatThrownBy(
                        () -> read(machines, "{\"@type\":\"dev.larder.codec.JsonSerializerTest$Mower\",\"width\":50}"))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void json_typeThatDoesNotSayItsClass_isRefused() {
        assertThatThrownBy(() -> Serializers.json(Object.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Serializer");
        assertThatThrownBy(() -> Serializers.json(Page.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TypeRef<Page<");
        assertThatThrownBy(() -> Serializers.json(new TypeRef<List<? extends Area>>() {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Serializers.json(new TypeRef<List<Object>>() {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void write_null_isRefused() {
        assertThatThrownBy(() -> areas.write(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void fingerprint_isTheSameInEveryReleaseAndOtherForOtherTypes() {
        assertThat(Serializers.json(String.class).fingerprint()).isEqualTo(0xa93ba626acd3bb69L);
        assertThat(areas.fingerprint())
                .isEqualTo(Serializers.json(TypeRefs.AREA).fingerprint());
        assertThat(areas.fingerprint())
                .isNotEqualTo(Serializers.json(OlderArea.class).fingerprint());
        assertThat(Serializers.json(new TypeRef<List<Area>>() {}).fingerprint())
                .isNotEqualTo(
                        Serializers.json(new TypeRef<List<OlderArea>>() {}).fingerprint());
        assertThat(areas.format()).isEqualTo("json");
    }

    @Test
    void json_typeKnownAtRunTime_isTheSame() {
        Type type = new TypeRef<Page<Area>>() {}.type();

        assertThat(Serializers.json(type).fingerprint())
                .isEqualTo(Serializers.json(new TypeRef<Page<Area>>() {}).fingerprint());
        assertThat(TypeRef.of(type)).isEqualTo(new TypeRef<Page<Area>>() {});
    }

    private static final class TypeRefs {
        static final TypeRef<Area> AREA = new TypeRef<>() {};
    }

    private static String nested(int depth) {
        return "{\"child\":".repeat(depth - 1) + "{\"child\":null}" + "}".repeat(depth - 1);
    }

    private static Node chain(int depth) {
        Node node = new Node(null);
        for (int i = 1; i < depth; i++) {
            node = new Node(node);
        }
        return node;
    }

    private static <T> T roundTrip(Serializer<T> serializer, T value) {
        byte[] bytes = serializer.write(value);
        return serializer.read(bytes, 0, bytes.length);
    }

    private static <T> T read(Serializer<T> serializer, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return serializer.read(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
