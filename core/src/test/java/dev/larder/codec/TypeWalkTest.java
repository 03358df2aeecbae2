package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.larder.codec.Sensitive.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.ser.std.StdSerializer;

/** What the walk through a type finds: whether rules can apply to it, and which fingerprint they make. */
class TypeWalkTest {

    private static final String SECRET = "tulip-4711";
    private static final UnaryOperator<String> HASH = text -> "h" + text.hashCode();

    private static <T> Serializer<T> under(Class<T> type, UnaryOperator<FieldRules.Builder> rules) {
        return Serializers.json(type)
                .under(rules.apply(FieldRules.DEFAULT.toBuilder()).build(), type, HASH);
    }

    interface First {
        record Contact(String password, String phone) {}
    }

    interface Second {
        record Contact(String password, @Sensitive String phone) {}
    }

    interface Third {
        record Contact(
                String password,

                @Sensitive(value = Treatment.MASK, keeps = 2)
                String phone) {}
    }

    interface Fourth {
        record Contact(
                String password,

                @Sensitive(value = Treatment.MASK, keeps = 3)
                String phone) {}
    }

    @Test
    void fingerprint_annotations_makeAnotherOne() {
        assertThat(Serializers.json(First.Contact.class).fingerprint())
                .isEqualTo(Serializers.json(Second.Contact.class).fingerprint());
        assertThat(new long[] {
                    under(First.Contact.class, rules -> rules).fingerprint(),
                    under(Second.Contact.class, rules -> rules).fingerprint(),
                    under(Third.Contact.class, rules -> rules).fingerprint(),
                    under(Fourth.Contact.class, rules -> rules).fingerprint()
                })
                .doesNotHaveDuplicates();
    }

    interface Left {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes({@JsonSubTypes.Type(Dog.class), @JsonSubTypes.Type(Cat.class)})
        sealed interface Pet {}

        record Dog(@Sensitive String owner) implements Pet {}

        record Cat(String owner) implements Pet {}
    }

    interface Right {
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
        @JsonSubTypes({@JsonSubTypes.Type(Dog.class), @JsonSubTypes.Type(Cat.class)})
        sealed interface Pet {}

        record Dog(String owner) implements Pet {}

        record Cat(@Sensitive String owner) implements Pet {}
    }

    @Test
    void fingerprint_annotationInAnotherSubtype_isAnotherOne() {
        assertThat(under(Left.Pet.class, rules -> rules).fingerprint())
                .isNotEqualTo(under(Right.Pet.class, rules -> rules).fingerprint());
    }

    record Raw(@JsonRawValue String raw) {}

    record RawText(@JsonRawValue @JsonValue String raw) {}

    record Texts(long id, RawText text) {}

    /** Says that it writes a text, and writes an object. */
    static final class Liar extends StdSerializer<Object> {

        Liar() {
            super(Object.class);
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeStartObject();
            generator.writeStringProperty("password", SECRET);
            generator.writeEndObject();
        }

        @Override
        public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
            visitor.expectStringFormat(type);
        }
    }

    @JsonSerialize(using = Liar.class)
    record Lie(String text) {}

    record Lies(@JsonSerialize(using = Liar.class) String text) {}

    record ManyLies(
            @JsonSerialize(contentUsing = Liar.class) List<String> texts) {}

    record PerhapsLies(
            @JsonSerialize(contentUsing = Liar.class) Optional<String> text) {}

    record Wrapped(Optional<Lie> lie) {}

    private static <T> void isLookedAt(Class<T> type, T value, String path) {
        Serializer<T> serializer = under(type, rules -> rules);

        assertThat(serializer).isInstanceOf(SanitisingSerializer.class);
        assertThat(new String(((SanitisingSerializer<T>) serializer).bytes(value), StandardCharsets.UTF_8))
                .doesNotContain(SECRET);
        assertThatThrownBy(() -> under(type, rules -> rules.strict(true)))
                .hasMessageContaining(path + " (a ")
                .hasMessageContaining("says nothing of what it holds");
        assertThat(under(type, rules -> rules.strict(true).allow(path))).isInstanceOf(SanitisingSerializer.class);
    }

    @Test
    void walk_rawJson_isLookedAt() {
        String json = "{\"password\":\"" + SECRET + "\"}";

        isLookedAt(Raw.class, new Raw(json), "raw");
        isLookedAt(Texts.class, new Texts(1, new RawText(json)), "text");
    }

    @Test
    void walk_ownSerializer_isLookedAt() {
        isLookedAt(Lie.class, new Lie(""), "*");
        isLookedAt(Lies.class, new Lies(""), "text");
        isLookedAt(ManyLies.class, new ManyLies(List.of("")), "texts");
        isLookedAt(PerhapsLies.class, new PerhapsLies(Optional.of("")), "text");
        isLookedAt(Wrapped.class, new Wrapped(Optional.of(new Lie(""))), "lie");
    }

    enum Plain {
        RED,
        GREEN
    }

    enum Kind {
        colour,
        secret,
        @JsonProperty("password")
        A,
        @JsonProperty("email")
        B
    }

    record Colours(Map<Plain, String> all) {}

    record Kinds(Map<Kind, String> all) {}

    @Test
    void walk_enumKeys_areJudgedByWhatIsWritten() {
        Kinds kinds = new Kinds(Map.of(Kind.colour, "red", Kind.secret, SECRET, Kind.A, SECRET, Kind.B, "b"));

        assertThat(((Sanitiser<Kinds>) under(Kinds.class, rules -> rules))
                        .sanitise(kinds)
                        .value())
                .isEqualTo(new Kinds(Map.of(Kind.colour, "red", Kind.B, "b")));
        assertThat(under(Colours.class, rules -> rules.strict(true))).isNotInstanceOf(Sanitiser.class);
        assertThatThrownBy(() -> under(Kinds.class, rules -> rules.strict(true)))
                .hasMessageContaining(": all.email;");
        assertThat(((Sanitiser<Kinds>)
                                under(Kinds.class, rules -> rules.strict(true).mask("all.email")))
                        .sanitise(kinds)
                        .value())
                .isEqualTo(new Kinds(Map.of(Kind.colour, "red", Kind.B, "****")));
    }

    record Own(@Sensitive String chip) {}

    record Bounded(List<? extends Own> all) {}

    record Lower(List<? super Own> all) {}

    record Variable<T extends Own>(T one) {}

    interface Chipped {
        @Sensitive
        String chip();
    }

    record Tagged(String chip) implements Chipped {}

    interface Holder {
        Own own();
    }

    static final class Held {
        public Own getOwn() {
            return new Own("");
        }
    }

    static final class Made {
        Made(@Sensitive String chip) {}
    }

    static final class MadeOf {
        MadeOf(List<Own> all) {}
    }

    static final class Owns extends ArrayList<Own> {
        private static final long serialVersionUID = 1L;
    }

    sealed interface Either permits One {}

    record One(Own own) implements Either {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Bounded.class,
                Lower.class,
                Variable.class,
                Tagged.class,
                Holder.class,
                Held.class,
                Made.class,
                MadeOf.class,
                Owns.class,
                Either.class
            })
    void annotated_whereverItStands_isFound(Class<?> type) {
        assertThat(FieldRules.annotated(type)).isTrue();
    }

    static final class Builds<T extends Comparable<T>> {
        public List<? super T> all = List.of();

        public Own toOwn(Own other) {
            return other;
        }
    }

    @Test
    void annotated_whatIsNoPartOfTheValue_isNotLookedAt() {
        assertThat(FieldRules.annotated(Builds.class)).isFalse();
    }

    static class Declared {
        public String name = "north";
    }

    static final class Undeclared extends Declared {
        public String password = "four seven one one";
    }

    /** What is not written is not judged, so it must not be answered either. */
    @Test
    void sanitise_undeclaredSubclass_isAnsweredAsWhatWasWritten() {
        Serializer<Declared> serializer =
                Serializers.json(Declared.class).under(FieldRules.DEFAULT, Declared.class, null);

        assertThat(serializer).isInstanceOfSatisfying(Sanitiser.class, rules -> {
            Object answered = ((Sanitiser<Declared>) serializer)
                    .sanitise(new Undeclared())
                    .value();
            assertThat(answered).isExactlyInstanceOf(Declared.class);
        });
    }
}
