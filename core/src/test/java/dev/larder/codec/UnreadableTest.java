package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonMerge;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.StdConverter;

/** Types of which some part would come back as something else: refused at any depth, with the way to it. */
class UnreadableTest {

    record Contract(List<Object> attributes) {}

    record Region(Map<String, Optional<Contract[]>> contracts) {}

    record Wild(Map<String, ?> all) {}

    record Bounded(List<? extends Number> all) {}

    record Box<T>(T content) {}

    @SuppressWarnings("rawtypes")
    record Raw(List names, Box box) {}

    record Vague(Number number, CharSequence text, Comparable<String> order, Serializable any, Temporal when) {}

    record Keys(Map<Object, String> byAny) {}

    record Held(AtomicReference<Object> held, Map.Entry<String, Object> entry, Iterable<Object> all) {}

    record Loaded(Class<?> type) {}

    interface Shape {}

    record Drawn(Collection<Shape> shapes) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Undeclared {}

    record Lost(Undeclared undeclared) {}

    static class Bean {
        private Object content = "";

        public Object getContent() {
            return content;
        }

        public void setContent(Object content) {
            this.content = content;
        }
    }

    static class Inferred {
        private Object content = "";

        public Object getContent() {
            return content;
        }
    }

    static class Merged {
        private final List<Object> contents = new ArrayList<>();

        @JsonMerge
        public List<Object> getContents() {
            return contents;
        }
    }

    static final class Free {
        private final Map<String, Object> all = new LinkedHashMap<>();

        @JsonAnyGetter
        public Map<String, Object> all() {
            return all;
        }

        @JsonAnySetter
        public void set(String name, Object value) {
            all.put(name, value);
        }
    }

    record Whole(@JsonValue Map<String, Object> map) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Whole {}
    }

    @JsonDeserialize(builder = Built.Builder.class)
    static final class Built {
        private final Object content;

        private Built(Object content) {
            this.content = content;
        }

        public Object getContent() {
            return content;
        }

        @JsonPOJOBuilder
        static final class Builder {
            private Object content = "";

            public Builder withContent(Object content) {
                this.content = content;
                return this;
            }

            public Built build() {
                return new Built(content);
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Mower.class, name = "mower"))
    sealed interface Machine permits Mower {}

    record Mower(Object blade) implements Machine {}

    record Node(List<Node> nodes, @Nullable Object note) {}

    record TypedOnce(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
            @JsonSubTypes(@JsonSubTypes.Type(value = Integer.class, name = "int"))
            List<List<Object>> lists) {}

    static class Row extends ArrayList<Row> {
        private static final long serialVersionUID = 1L;
    }

    record ContentFirst(
            @JsonDeserialize(contentUsing = Anything.class) List<Object> a, List<Object> b) {}

    record ContentLast(
            List<Object> a,
            @JsonDeserialize(contentUsing = Anything.class) List<Object> b) {}

    record ContentAround(
            @JsonDeserialize(contentUsing = Anything.class) List<Object> a, Map<String, List<Object>> b) {}

    record ConvertedFirst(
            @JsonDeserialize(contentConverter = Texts.class) List<Object> a, List<Object> b) {}

    record KeysFirst(
            @JsonDeserialize(keyUsing = Keyed.class) Map<Shape, String> a, Map<Shape, String> b) {}

    record TypedFirst(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
            @JsonSubTypes(@JsonSubTypes.Type(value = Integer.class, name = "int"))
            List<Object> a,

            List<Object> b) {}

    record TypedLast(
            List<Object> a,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
            @JsonSubTypes(@JsonSubTypes.Type(value = Integer.class, name = "int"))
            List<Object> b) {}

    record TypedOrAny(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, defaultImpl = Object.class)
            @JsonSubTypes(@JsonSubTypes.Type(value = Integer.class, name = "int"))
            List<Object> a) {}

    record Refused(Class<?> type, String path) {}

    static List<Refused> refused() {
        return List.of(
                new Refused(Contract.class, "Contract.attributes[] is declared as java.lang.Object"),
                new Refused(Region.class, "Region.contracts.*[].attributes[] is declared as java.lang.Object"),
                new Refused(Wild.class, "Wild.all.* is declared as java.lang.Object"),
                new Refused(Bounded.class, "Bounded.all[] is declared as java.lang.Number"),
                new Refused(Raw.class, "Raw.names[] is declared as java.lang.Object"),
                new Refused(Raw.class, "Raw.box.content is declared as java.lang.Object"),
                new Refused(Vague.class, "Vague.number is declared as java.lang.Number"),
                new Refused(Vague.class, "Vague.text is declared as java.lang.CharSequence"),
                new Refused(Vague.class, "Vague.order is declared as java.lang.Comparable"),
                new Refused(Vague.class, "Vague.any is declared as java.io.Serializable"),
                new Refused(Vague.class, "Vague.when is declared as java.time.temporal.Temporal, which is abstract"),
                new Refused(Keys.class, "a key of Keys.byAny is declared as java.lang.Object"),
                new Refused(Held.class, "Held.held is declared as java.lang.Object"),
                new Refused(Held.class, "Held.entry.* is declared as java.lang.Object"),
                new Refused(Held.class, "Held.all[] is declared as java.lang.Object"),
                new Refused(Number[][].class, "Number[][] is declared as java.lang.Number"),
                new Refused(Loaded.class, "Loaded.type is declared as a Class"),
                new Refused(Drawn.class, "Drawn.shapes[] is declared as dev.larder.codec.UnreadableTest$Shape"),
                new Refused(Lost.class, "of which no subtype is known"),
                new Refused(Bean.class, "Bean.content is declared as java.lang.Object"),
                new Refused(Inferred.class, "Inferred.content is declared as java.lang.Object"),
                new Refused(Merged.class, "Merged.contents[] is declared as java.lang.Object"),
                new Refused(Free.class, "Free.* is declared as java.lang.Object"),
                new Refused(Whole.class, "Whole.* is declared as java.lang.Object"),
                new Refused(Built.class, "Built.content is declared as java.lang.Object"),
                new Refused(Machine.class, "Machine.blade is declared as java.lang.Object"),
                new Refused(Node.class, "Node.note is declared as java.lang.Object"),
                new Refused(TypedOnce.class, "TypedOnce.lists[][] is declared as java.lang.Object"),
                new Refused(ContentFirst.class, "ContentFirst.b[] is declared as java.lang.Object"),
                new Refused(ContentLast.class, "ContentLast.a[] is declared as java.lang.Object"),
                new Refused(ContentAround.class, "ContentAround.b.*[] is declared as java.lang.Object"),
                new Refused(ConvertedFirst.class, "ConvertedFirst.b[] is declared as java.lang.Object"),
                new Refused(KeysFirst.class, "a key of KeysFirst.b is declared as "),
                new Refused(TypedFirst.class, "TypedFirst.b[] is declared as java.lang.Object"),
                new Refused(TypedLast.class, "TypedLast.a[] is declared as java.lang.Object"),
                new Refused(TypedOrAny.class, "TypedOrAny.a[] is declared as java.lang.Object"),
                new Refused(Number.class, "Number is declared as java.lang.Number"),
                new Refused(Day.class, "Day.shift stores constants"),
                new Refused(Days.class, "Days.shifts[] stores constants"),
                new Refused(Spread.class, "Spread is stored as an object"),
                new Refused(OfSpread.class, "OfSpread.all.* is stored as an object"),
                new Refused(SpreadAt.class, "SpreadAt.shift is stored as an object"),
                new Refused(SpreadText.class, "SpreadText is stored as an object"),
                new Refused(Numbered.class, "Numbered stores constants"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void serializer_typeThatWouldComeBackAsAnother_isRefusedWithTheWayToIt(Refused refused) {
        assertThatThrownBy(() -> Serializers.json(refused.type()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(refused.path());
        assertThatThrownBy(() -> Serializers.cbor(refused.type()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(refused.path());
    }

    @Test
    void serializer_refused_saysWhatToDo() {
        assertThatThrownBy(() -> Serializers.json(Contract.class))
                .hasMessageContaining("JSON cannot bring back a " + Contract.class.getName())
                .hasMessageContaining("Name the class")
                .hasMessageContaining("JsonNode")
                .hasMessageContaining("Serializer");
        assertThatThrownBy(() -> Serializers.json(Drawn.class))
                .hasMessageContaining("@JsonSubTypes")
                .hasMessageContaining("@JsonDeserialize(as");
    }

    enum Shift {
        EARLY,
        LATE
    }

    record Day(@JsonFormat(shape = JsonFormat.Shape.NUMBER) Shift shift) {}

    record Days(
            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) List<Shift> shifts) {}

    static final class Keyed extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return new Shape() {};
        }
    }

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    enum Numbered {
        A
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    enum Spread {
        A;

        public int getNumber() {
            return 7;
        }
    }

    record OfSpread(Map<String, Spread> all) {}

    record SpreadAt(
            @JsonFormat(shape = JsonFormat.Shape.POJO) Shift shift) {}

    @JsonFormat(shape = JsonFormat.Shape.POJO)
    enum SpreadText {
        A;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static SpreadText of(String name) {
            return valueOf(name);
        }
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    enum Gathered {
        A,
        B;

        public int getNumber() {
            return ordinal();
        }

        @JsonCreator
        static Gathered of(@JsonProperty("number") int number) {
            return values()[number];
        }
    }

    record OfGathered(List<Gathered> all) {}

    @Test
    void read_enumAsAnObjectWithACreator_isEqual() {
        Serializer<OfGathered> serializer = Serializers.json(OfGathered.class);
        OfGathered gathered = new OfGathered(List.of(Gathered.B, Gathered.A));
        byte[] bytes = serializer.write(gathered);

        assertThat(serializer.read(bytes, 0, bytes.length)).isEqualTo(gathered);
    }

    record Renamed(
            @JsonFormat(shape = JsonFormat.Shape.STRING) Numbered numbered) {}

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    enum Valued {
        A(7);

        private final int number;

        Valued(int number) {
            this.number = number;
        }

        @JsonValue
        int number() {
            return number;
        }
    }

    static final class Anything extends ValueDeserializer<Object> {
        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            return parser.getString();
        }
    }

    static final class Texts extends StdConverter<Object, String> {
        @Override
        public String convert(Object value) {
            return value.toString();
        }
    }

    /** Types that say enough: a tree, the author's own deserialiser or converter, a named class, names of subtypes. */
    record Fine(
            JsonNode tree,
            Map<String, JsonNode> trees,
            @JsonDeserialize(using = Anything.class) Object own,
            @JsonDeserialize(contentUsing = Anything.class) List<Object> owns,
            @JsonDeserialize(converter = Texts.class) Comparable<String> converted,
            @JsonDeserialize(as = String.class) CharSequence named,
            @JsonDeserialize(contentAs = Integer.class) List<Number> counts,
            @JsonDeserialize(keyAs = String.class) Map<Object, String> keyed,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
            @JsonSubTypes({
                @JsonSubTypes.Type(value = Integer.class, name = "int"),
                @JsonSubTypes.Type(value = String.class, name = "text")
            })
            List<Object> chosen,

            Collection<String> names,
            Iterable<String> more,
            ByteBuffer bytes,
            Map.Entry<String, Long> entry,
            Map<ZoneId, Instant> times,
            Set<? extends Shift> shifts,
            Row row,
            EnumMap<Shift, Renamed> renamed,
            Valued valued,
            @JsonIgnore @Nullable Object ignored) {
        @JsonProperty
        Object derived() {
            return 1L;
        }
    }

    @Test
    void read_typeThatSaysEnough_isEqual() {
        Fine fine = new Fine(
                JsonMapper.shared().readTree("{\"a\":[1,2.5,null]}"),
                Map.of("a", JsonMapper.shared().readTree("[true]")),
                "own",
                List.of("owns"),
                "converted",
                "named",
                List.of(1, 2),
                Map.of("key", "value"),
                List.of(1, "a"),
                List.of("a"),
                List.of("b"),
                ByteBuffer.wrap(new byte[] {1, 2}),
                Map.entry("a", 1L),
                Map.of(ZoneId.of("Europe/Paris"), Instant.EPOCH),
                Set.of(Shift.LATE),
                new Row(),
                new EnumMap<>(Map.of(Shift.EARLY, new Renamed(Numbered.A))),
                Valued.A,
                null);
        for (Serializer<Fine> serializer : List.of(Serializers.json(Fine.class), Serializers.cbor(Fine.class))) {
            byte[] bytes = serializer.write(fine);

            assertThat(serializer.read(bytes, 0, bytes.length)).isEqualTo(fine);
        }
    }
}
