package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIdentityReference;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.annotation.JsonSerialize;

/** Schemas: what Jackson reads in place of what is declared, and objects that are stored once. Each holder is a release. */
class SchemaReadersTest {

    @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
    static class Node {
        public long id;
        public @Nullable Node next;
    }

    interface Plain {
        class Node {
            public long id;
            public @Nullable Node next;
        }
    }

    interface ById {
        @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
        class Node {
            public long id;
            public @Nullable Node next;
        }
    }

    interface ByName {
        @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class, property = "number")
        class Node {
            public long id;
            public @Nullable Node next;
        }
    }

    interface Alone {
        @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
        @JsonIdentityReference(alwaysAsId = true)
        class Node {
            public long id;
            public @Nullable Node next;
        }
    }

    record Pair(Plain.Node one, Plain.Node two) {}

    interface Same {
        record Pair(
                @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
                Plain.Node one,

                Plain.Node two) {}
    }

    @Test
    void fingerprint_ofObjectsWithAnIdentity_isAnother() {
        assertDiffer(Node.class, Plain.Node.class, ById.Node.class, ByName.Node.class, Alone.Node.class);
        assertDiffer(Pair.class, Same.Pair.class);
    }

    @Test
    void read_objectThatHoldsItself_isTheSameObject() {
        Node node = new Node();
        node.id = 7;
        node.next = node;
        Serializer<Node> nodes = Serializers.json(Node.class);
        byte[] bytes = nodes.write(node);

        Node read = nodes.read(bytes, 0, bytes.length);

        assertThat(read.next).isSameAs(read);
    }

    interface Bed {}

    record Round(int radius) implements Bed {}

    interface Wider {
        record Round(long radius) implements Bed {}
    }

    interface As {
        interface A {
            record Base(@JsonDeserialize(as = Round.class) Bed bed) {}
        }

        interface B {
            record Base(
                    @JsonDeserialize(as = Wider.Round.class) Bed bed) {}
        }
    }

    interface ContentAs {
        interface A {
            record Base(
                    @JsonDeserialize(contentAs = Round.class)
                    List<Bed> beds) {}
        }

        interface B {
            record Base(
                    @JsonDeserialize(contentAs = Wider.Round.class)
                    List<Bed> beds) {}
        }
    }

    interface KeyAs {
        interface A {
            record Base(@JsonDeserialize(keyAs = Long.class) Map<Number, String> names) {}
        }

        interface B {
            record Base(
                    @JsonDeserialize(keyAs = Integer.class) Map<Number, String> names) {}
        }
    }

    interface Whole {
        interface A {
            @JsonDeserialize(as = RoundBase.class)
            interface Base {}

            record RoundBase(int radius) implements Base {}
        }

        interface B {
            @JsonDeserialize(as = RoundBase.class)
            interface Base {}

            record RoundBase(long radius) implements Base {}
        }

        interface C {
            @JsonDeserialize(as = RoundBase.class)
            @JsonSerialize(as = RoundBase.class)
            interface Base {}

            record RoundBase(int radius) implements Base {}
        }
    }

    @Test
    void fingerprint_ofOtherClassThatIsRead_isAnother() {
        assertDiffer(As.A.Base.class, As.B.Base.class);
        assertDiffer(ContentAs.A.Base.class, ContentAs.B.Base.class);
        assertDiffer(KeyAs.A.Base.class, KeyAs.B.Base.class);
        assertDiffer(Whole.A.Base.class, Whole.B.Base.class);
        assertThat(fingerprint(Whole.C.Base.class)).isNotEqualTo(fingerprint(Whole.B.Base.class));
    }

    @Test
    void read_classThatAnAnnotationNames_isEqual() {
        Serializer<Whole.C.Base> bases = Serializers.json(Whole.C.Base.class);
        byte[] bytes = bases.write(new Whole.C.RoundBase(3));

        assertThat(bases.read(bytes, 0, bytes.length)).isEqualTo(new Whole.C.RoundBase(3));
    }

    interface Built {
        interface A {
            @JsonDeserialize(builder = Base.Builder.class)
            record Base(int width) {
                @JsonPOJOBuilder
                static class Builder {
                    private int width;

                    public Builder withWidth(int width) {
                        this.width = width;
                        return this;
                    }

                    public Base build() {
                        return new Base(width);
                    }
                }
            }
        }

        interface B {
            @JsonDeserialize(builder = Base.Builder.class)
            record Base(int width) {
                @JsonPOJOBuilder
                static class Builder {
                    private long width;

                    public Builder withWidth(long width) {
                        this.width = width;
                        return this;
                    }

                    public Base build() {
                        return new Base((int) width);
                    }
                }
            }
        }

        interface C {
            @JsonDeserialize(builder = Base.Builder.class)
            record Base(int width) {
                @JsonPOJOBuilder(withPrefix = "set")
                static class Builder {
                    private int breadth;

                    public Builder setBreadth(int breadth) {
                        this.breadth = breadth;
                        return this;
                    }

                    public Base build() {
                        return new Base(breadth);
                    }
                }
            }
        }
    }

    @Test
    void fingerprint_ofOtherBuilder_isAnother() {
        assertDiffer(Built.A.Base.class, Built.B.Base.class, Built.C.Base.class);
        Serializer<Built.A.Base> bases = Serializers.json(Built.A.Base.class);
        byte[] bytes = bases.write(new Built.A.Base(3));

        assertThat(bases.read(bytes, 0, bytes.length)).isEqualTo(new Built.A.Base(3));
    }

    interface Setters {
        interface A {
            class Base {
                private long seconds;

                @JsonProperty
                public long getSeconds() {
                    return seconds;
                }

                public void setSeconds(long seconds) {
                    this.seconds = seconds;
                }
            }
        }

        interface B {
            class Base {
                private long seconds;

                @JsonProperty
                public long getSeconds() {
                    return seconds;
                }

                public void setSeconds(String seconds) {
                    this.seconds = seconds.length();
                }
            }
        }
    }

    @Test
    void fingerprint_ofOtherTypeThatASetterTakes_isAnother() {
        assertDiffer(Setters.A.Base.class, Setters.B.Base.class);
    }

    enum Shift {
        EARLY,
        LATE
    }

    record Plan(Shift shift, EnumSet<Shift> all, EnumMap<Shift, Integer> counts) {}

    interface Longer {
        enum Shift {
            NIGHT,
            EARLY,
            NOON,
            LATE
        }

        record Plan(Shift shift, EnumSet<Shift> all, EnumMap<Shift, Integer> counts) {}
    }

    @Test
    void read_constantsAddedBefore_areKnownByTheirNames() {
        Plan plan = new Plan(Shift.LATE, EnumSet.of(Shift.EARLY), new EnumMap<>(Map.of(Shift.LATE, 2)));
        byte[] json = Serializers.json(Plan.class).write(plan);
        byte[] cbor = Serializers.cbor(Plan.class).write(plan);

        assertThat(fingerprint(Longer.Plan.class)).isEqualTo(fingerprint(Plan.class));
        assertThat(List.of(
                        Serializers.json(Longer.Plan.class).read(json, 0, json.length),
                        Serializers.cbor(Longer.Plan.class).read(cbor, 0, cbor.length)))
                .containsOnly(new Longer.Plan(
                        Longer.Shift.LATE,
                        EnumSet.of(Longer.Shift.EARLY),
                        new EnumMap<>(Map.of(Longer.Shift.LATE, 2))));
    }

    private static void assertDiffer(Class<?>... releases) {
        assertThat(List.of(releases).stream().map(SchemaReadersTest::fingerprint))
                .doesNotHaveDuplicates();
    }

    /** The fingerprint and the options, as a text. */
    private static String fingerprint(Class<?> type) {
        var mapper = JsonMappers.within(JsonLimits.DEFAULT);
        Schema schema = Schema.of("json", mapper.constructType(type), new JacksonShapes(mapper));
        return schema.fingerprint() + HexFormat.of().formatHex(schema.options());
    }
}
