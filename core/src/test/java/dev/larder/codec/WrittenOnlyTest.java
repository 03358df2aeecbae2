package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonMerge;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** State that is written and not read back: refused, unless it is no state, or said not to be stored. */
class WrittenOnlyTest {

    static class Roles {
        private final List<String> roles = new ArrayList<>();

        public List<String> getRoles() {
            return roles;
        }
    }

    static class Tags {
        private final Set<String> tags = new HashSet<>();
        private final Map<String, String> labels = new HashMap<>();

        public Set<String> getTags() {
            return tags;
        }

        public Map<String, String> getLabels() {
            return labels;
        }
    }

    static class Created {
        private final String name;
        private final int age;

        @JsonCreator
        Created(@JsonProperty("name") String name) {
            this.name = name;
            this.age = name.length();
        }

        public String getName() {
            return name;
        }

        public int getAge() {
            return age;
        }
    }

    static class Open {
        public final int number = Integer.parseInt("7");
    }

    static class Flag {
        private final boolean isDone = Boolean.parseBoolean("true");

        public boolean isDone() {
            return isDone;
        }
    }

    static class Renamed {
        private final List<String> roles = new ArrayList<>();

        @JsonProperty("r")
        public List<String> getRoles() {
            return roles;
        }
    }

    static class Inherited extends Roles {
        public int count;
    }

    record ReadOnly(
            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            String note,

            String name) {}

    record Partly(String name, int age) {
        @JsonCreator
        static Partly of(@JsonProperty("name") String name) {
            return new Partly(name, 0);
        }
    }

    @JsonIgnoreProperties(value = "name", allowGetters = true)
    record Getters(String name) {}

    record Deep(Map<String, Optional<List<Roles>>> all) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Chosen.class, name = "chosen"))
    interface Choice {}

    static class Chosen extends Roles implements Choice {}

    static class OfText {
        private final String text;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OfText(String text) {
            this.text = text;
        }

        public String getText() {
            return text;
        }
    }

    static class OfPart {
        private final String first;
        private final String last;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OfPart(Part part) {
            this.first = part.first;
            this.last = "";
        }

        public String getFirst() {
            return first;
        }

        public String getLast() {
            return last;
        }
    }

    record Part(String first) {}

    record Refused(Class<?> type, String path) {}

    static List<Refused> refused() {
        return List.of(
                new Refused(Roles.class, "Roles.roles"),
                new Refused(Tags.class, "Tags.tags"),
                new Refused(Tags.class, "Tags.labels"),
                new Refused(Created.class, "Created.age"),
                new Refused(Open.class, "Open.number"),
                new Refused(Flag.class, "Flag.done"),
                new Refused(Renamed.class, "Renamed.r"),
                new Refused(Inherited.class, "Inherited.roles"),
                new Refused(ReadOnly.class, "ReadOnly.note"),
                new Refused(Partly.class, "Partly.age"),
                new Refused(Getters.class, "Getters.name"),
                new Refused(Deep.class, "Deep.all.*[].roles"),
                new Refused(Choice.class, "Choice.roles"),
                new Refused(OfText.class, "OfText.text"),
                new Refused(OfPart.class, "OfPart.last"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void serializer_fieldThatIsNotReadBack_isRefusedWithTheWayToIt(Refused refused) {
        assertThatThrownBy(() -> Serializers.json(refused.type()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(refused.path() + " is a field which is written and would not be read back")
                .hasMessageContaining("@JsonCreator")
                .hasMessageContaining("setter")
                .hasMessageContaining("@JsonIgnore");
        assertThatThrownBy(() -> Serializers.cbor(refused.type())).hasMessageContaining(refused.path());
    }

    record Name(String first, String last) {
        public String getFull() {
            return first + ' ' + last;
        }

        @JsonProperty
        List<String> parts() {
            return List.of(first, last);
        }
    }

    static final class Customer {
        private static final String KIND = "customer";

        private final List<String> roles = new ArrayList<>();
        private final int hash = 31;
        private final boolean active;
        private long id;

        @JsonCreator
        Customer(@JsonProperty("active") boolean active) {
            this.active = active;
        }

        @JsonMerge
        public List<String> getRoles() {
            return roles;
        }

        @JsonIgnore
        public int getHash() {
            return hash;
        }

        public boolean isActive() {
            return active;
        }

        public long getId() {
            return id;
        }

        public String getKIND() {
            return KIND.toLowerCase(Locale.ROOT);
        }
    }

    @JsonIgnoreProperties("cached")
    static class Ignoring {
        private final String cached = "a".repeat(3);
        public int number;

        public String getCached() {
            return cached;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Dog.class, name = "dog"))
    interface Animal {}

    static class Dog implements Animal {
        private final String kind = String.join("", "d", "o", "g");
        public int legs;

        public String getKind() {
            return kind;
        }
    }

    record Wrapping(@JsonUnwrapped Name name, int count) {}

    @Test
    void read_recordThatIsUnwrapped_comesBack() {
        Wrapping wrapping = new Wrapping(new Name("Ada", "Lovelace"), 3);

        assertThat(again(Wrapping.class, wrapping)).isEqualTo(wrapping);
    }

    @Test
    void read_getterWithoutAField_isComputedAgain() {
        Name name = new Name("Ada", "Lovelace");

        assertThat(again(Name.class, name)).isEqualTo(name);
    }

    @Test
    void read_fieldsThatAreReadOrIgnored_comeBack() {
        Customer customer = new Customer(true);
        customer.roles.add("admin");
        customer.id = 7;
        Customer read = again(Customer.class, customer);
        Ignoring ignoring = new Ignoring();
        ignoring.number = 3;

        assertThat(read.roles).containsExactly("admin");
        assertThat(read.active).isTrue();
        assertThat(read.id).isEqualTo(7);
        assertThat(again(Ignoring.class, ignoring).number).isEqualTo(3);
    }

    @Test
    void read_nameOfTheSubtypeInAField_isReadAsTheSubtype() {
        Dog dog = new Dog();
        dog.legs = 4;

        assertThat(again(Animal.class, dog))
                .isInstanceOfSatisfying(Dog.class, read -> assertThat(read.legs).isEqualTo(4));
    }

    static class Page extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        int total;
    }

    record Book(Map<String, Page> pages) {}

    static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void serializer_collectionWithFieldsOfItsOwn_isRefused() {
        assertThatThrownBy(() -> Serializers.json(Book.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Book.pages.* is declared as " + Page.class.getName())
                .hasMessageContaining("take a class with a collection in it");
    }

    @Test
    void read_collectionWithoutFieldsOfItsOwn_isEqual() {
        Names names = new Names();
        names.add("a");

        assertThat(again(Names.class, names)).isEqualTo(names);
    }

    /** As code generators make it: written by its getters, read as another class of the same properties. */
    static final class Generated {
        private final String first;
        private final int count;

        private Generated(String first, int count) {
            this.first = first;
            this.count = count;
        }

        public String getFirst() {
            return first;
        }

        public int getCount() {
            return count;
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Generated fromJson(Json json) {
            return new Generated(json.first, json.count);
        }

        static final class Json {
            private String first = "";
            private int count;

            public void setFirst(String first) {
                this.first = first;
            }

            public void setCount(int count) {
                this.count = count;
            }
        }
    }

    static final class OfMap {
        private final String first;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OfMap(Map<String, String> all) {
            this.first = all.getOrDefault("first", "");
        }

        public String getFirst() {
            return first;
        }
    }

    static final class OfTree {
        private final String first;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OfTree(JsonNode tree) {
            this.first = tree.path("first").asString();
        }

        public String getFirst() {
            return first;
        }
    }

    @Test
    void read_objectThatIsTakenAsAWhole_comesBack() {
        Generated generated = again(Generated.class, new Generated("Ada", 7));

        assertThat(generated.first).isEqualTo("Ada");
        assertThat(generated.count).isEqualTo(7);
        assertThat(again(OfMap.class, new OfMap(Map.of("first", "Ada"))).first).isEqualTo("Ada");
        JsonNode tree = JsonMapper.shared().readTree("{\"first\":\"Ada\"}");
        assertThat(again(OfTree.class, new OfTree(tree)).first).isEqualTo("Ada");
    }

    static final class Sized {
        private final String name;
        private final transient int length;

        @JsonCreator
        Sized(@JsonProperty("name") String name) {
            this.name = name;
            this.length = name.length();
        }

        public String getName() {
            return name;
        }

        public int getLength() {
            return length;
        }
    }

    @Test
    void read_transientFieldWithAGetter_isComputedAgain() {
        assertThat(again(Sized.class, new Sized("Ada")).length).isEqualTo(3);
    }

    private static <T> T again(Class<T> type, T value) {
        Serializer<T> serializer = Serializers.json(type);
        byte[] bytes = serializer.write(value);
        return serializer.read(bytes, 0, bytes.length);
    }
}
