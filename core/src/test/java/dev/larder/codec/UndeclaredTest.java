package dev.larder.codec;

import static dev.larder.codec.Estate.SECRET;
import static dev.larder.codec.Estate.sanitiser;
import static dev.larder.codec.Estate.text;
import static dev.larder.codec.Estate.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole values of a subclass that nobody has declared. */
class UndeclaredTest {

    static class Tenant {
        private final @Nullable String name;

        @JsonCreator
        Tenant(@JsonProperty("name") @Nullable String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        public @Nullable String getName() {
            return name;
        }
    }

    static final class Nameless extends Tenant {
        public String password = SECRET;

        Nameless() {
            super("Ann");
        }

        @Override
        public @Nullable String getName() {
            return null;
        }
    }

    @Test
    void sanitise_whatIsWrittenCannotBeRead_failsAndAnswersNothing() {
        Sanitiser<Tenant> sanitiser = sanitiser(Tenant.class, rules -> rules);

        assertThatThrownBy(() -> sanitiser.sanitise(new Nameless()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("declare the subclass")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
        assertThat(sanitiser.sanitise(new Tenant("Bob")).value().getName()).isEqualTo("Bob");
    }

    static class Room {
        public @Nullable String name = SECRET;
    }

    static final class Hidden extends Room {
        @Sensitive
        public @Nullable String getName() {
            return name;
        }
    }

    static final class Open extends Room {}

    @Test
    void sanitise_annotationInTheSubclass_isObeyed() {
        Sanitiser<Room> sanitiser = sanitiser(Room.class, rules -> rules);
        Sanitiser.Sanitised<Room> sanitised = sanitiser.sanitise(new Hidden());

        assertThat(text(sanitised)).doesNotContain(SECRET);
        assertThat(text(sanitiser.sanitise(new Open()))).contains(SECRET);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Kiosk.class)})
    static class Stand {
        public @Nullable String owner = "Ann";
    }

    static class Kiosk extends Stand {
        public @Nullable String town = "north";
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Ride permits Wheel, Coaster {}

    record Wheel(@Nullable String town) implements Ride {}

    record Coaster(@Nullable String password) implements Ride {}

    @Test
    void sanitise_nothingChangedInADeclaredSubtypeOrACollectionOfTheJdk_isTheSameValue() {
        Stand kiosk = new Kiosk();
        Ride wheel = new Wheel("north");
        List<Map<String, String>> list = List.of(Map.of("town", "north"));

        assertThat(sanitiser(Stand.class, rules -> rules).sanitise(kiosk).value())
                .isSameAs(kiosk);
        assertThat(sanitiser(Ride.class, rules -> rules).sanitise(wheel).value())
                .isSameAs(wheel);
        assertThat(((Sanitiser<List<Map<String, String>>>)
                                under(Serializers.json(new TypeRef<List<Map<String, String>>>() {}), rules -> rules))
                        .sanitise(list)
                        .value())
                .isSameAs(list);
        assertThat(sanitiser(Ride.class, rules -> rules)
                        .sanitise(new Coaster(SECRET))
                        .value())
                .isEqualTo(new Coaster(null));
    }

    @Test
    void sanitise_nothingChangedInAnUndeclaredSubclass_isReadBack() {
        Room open = new Open();

        assertThat(sanitiser(Room.class, rules -> rules).sanitise(open).value())
                .isNotSameAs(open)
                .hasSameClassAs(new Room());
    }

    static class Text {
        private final String value;

        @JsonCreator
        Text(String value) {
            this.value = value;
        }

        @JsonValue
        public String getValue() {
            return value;
        }
    }

    static final class Masked extends Text {
        Masked() {
            super(SECRET);
        }

        @Override
        @JsonValue
        @Sensitive(Sensitive.Treatment.MASK)
        public String getValue() {
            return super.getValue();
        }
    }

    @Test
    void sanitise_annotationOnTheMemberOfTheSubclass_isObeyed() {
        Sanitiser<Text> sanitiser = (Sanitiser<Text>) under(Text.class, rules -> rules);

        assertThat(text(sanitiser.sanitise(new Masked()))).isEqualTo("\"****\"");
        assertThat(text(sanitiser.sanitise(new Text(SECRET)))).contains(SECRET);
    }
}
