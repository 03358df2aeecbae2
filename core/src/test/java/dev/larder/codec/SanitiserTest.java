package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.larder.codec.Sensitive.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The rules for fields: what is written, what comes back, and which rules are refused. */
class SanitiserTest {

    private static final String SECRET = "tulip-4711";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode BY_POST = JSON.stringNode("by post");
    private static final UnaryOperator<String> HASH = text -> "h" + text.hashCode();

    record Owner(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone) {}

    record Area(
            long id,
            @Nullable Owner owner,
            @Nullable List<Owner> workers,
            @Nullable Map<String, String> attributes,
            @Nullable Optional<Owner> deputy,
            Owner @Nullable [] others) {}

    record Plain(long id, String name, List<String> notes) {}

    private static <T> Serializer<T> under(Class<T> type, UnaryOperator<FieldRules.Builder> rules) {
        return under(Serializers.json(type), rules);
    }

    private static <T> Serializer<T> under(Serializer<T> plain, UnaryOperator<FieldRules.Builder> rules) {
        return plain.under(rules.apply(FieldRules.DEFAULT.toBuilder()).build(), Object.class, HASH);
    }

    private static <T> Sanitiser<T> sanitiser(Class<T> type, UnaryOperator<FieldRules.Builder> rules) {
        return (Sanitiser<T>) under(type, rules);
    }

    private static <T> String written(Class<T> type, T value, UnaryOperator<FieldRules.Builder> rules) {
        return text(sanitiser(type, rules).sanitise(value));
    }

    private static String text(Sanitiser.Sanitised<?> sanitised) {
        return new String(sanitised.bytes(), StandardCharsets.UTF_8);
    }

    private static Owner owner(String text) {
        return new Owner("Ann", text, text);
    }

    private static Area area() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("colour", "green");
        attributes.put("code", SECRET);
        return new Area(
                1,
                owner(SECRET),
                List.of(owner(SECRET), owner(SECRET)),
                attributes,
                Optional.of(owner(SECRET)),
                new Owner[] {owner(SECRET)});
    }

    @Test
    void under_nothingApplies_isTheSameSerialiser() {
        Serializer<Plain> plain = Serializers.json(Plain.class);

        assertThat(under(plain, rules -> rules)).isSameAs(plain);
        assertThat(under(Serializers.text(), rules -> rules)).isSameAs(Serializers.text());
        assertThat(under(Serializers.json(Owner.class), rules -> rules.sensitiveNames(List.of("colour"))))
                .isNotInstanceOf(Sanitiser.class);
    }

    @Test
    void sanitise_paths_reachEverywhere() {
        UnaryOperator<FieldRules.Builder> rules =
                fields -> fields.drop("owner.email", "workers[].email", "deputy.email")
                        .mask("owner.phone", "workers[].phone", "others[].*", "deputy.phone")
                        .hash("attributes.*")
                        .allow("attributes.colour");

        Sanitiser.Sanitised<Area> sanitised = sanitiser(Area.class, rules).sanitise(area());

        assertThat(text(sanitised)).doesNotContain(SECRET).contains("\"colour\":\"green\"");
        assertThat(sanitised.value().owner()).isEqualTo(new Owner("Ann", null, "****"));
        assertThat(sanitised.value().workers()).containsOnly(new Owner("Ann", null, "****"));
        assertThat(sanitised.value().deputy()).contains(new Owner("Ann", null, "****"));
        assertThat(sanitised.value().others()).containsExactly(new Owner("****", "****", "****"));
        assertThat(sanitised.value().attributes()).containsEntry("code", HASH.apply(SECRET));
    }

    @Test
    void sanitise_whatItAnswers_isWhatOthersRead() {
        Sanitiser<Area> sanitiser =
                sanitiser(Area.class, rules -> rules.drop("**.email").mask("**.phone"));

        Sanitiser.Sanitised<Area> sanitised = sanitiser.sanitise(area());
        Area read = sanitiser.read(sanitised.bytes(), 0, sanitised.bytes().length);

        assertThat(read).usingRecursiveComparison().isEqualTo(sanitised.value());
        assertThat(sanitiser.write(read)).asString(StandardCharsets.UTF_8).contains("\"phone\":\"****\"");
    }

    @Test
    void sanitise_nothingChanged_answersTheValueItself() {
        Area plain = new Area(1, new Owner("Ann", null, null), null, Map.of("colour", "green"), null, null);

        assertThat(sanitiser(Area.class, rules -> rules.hash("owner.email"))
                        .sanitise(plain)
                        .value())
                .isSameAs(plain);
    }

    record Login(
            String user,
            String password,
            int pin,
            @Nullable String clientSecret,
            @Nullable String CARD_NUMBER,
            Map<String, JsonNode> more) {}

    @Test
    void sanitise_sensitiveNames_areDroppedByDefault() {
        Map<String, JsonNode> more = Map.of(
                "Old-Passwords", JSON.arrayNode().add(SECRET), "shipping", BY_POST, "api_key", JSON.numberNode(4711));

        Sanitiser.Sanitised<Login> sanitised =
                sanitiser(Login.class, rules -> rules).sanitise(new Login("ann", SECRET, 4711, SECRET, SECRET, more));

        assertThat(text(sanitised)).doesNotContain(SECRET).doesNotContain("4711");
        assertThat(sanitised.value()).isEqualTo(new Login("ann", null, 0, null, null, Map.of("shipping", BY_POST)));
    }

    @Test
    void sanitise_allowedNames_stay() {
        Login login = new Login("ann", SECRET, 4711, null, null, Map.of());

        assertThat(written(Login.class, login, rules -> rules.allow("password", "**.pin")))
                .contains(SECRET)
                .contains("4711");
        assertThat(written(
                        Login.class,
                        login,
                        rules -> rules.allow("password", "pin").sensitiveNames(List.of("user"))))
                .doesNotContain("ann");
    }

    record Renamed(@JsonProperty("hint") String password) {}

    @Test
    void sanitise_renamedInJson_isKnownByItsNameInJava() {
        assertThat(written(Renamed.class, new Renamed(SECRET), rules -> rules)).isEqualTo("{}");
    }

    static class Person {
        public String name = "Ann";

        @Sensitive
        public String notes = SECRET;

        private String email = SECRET;

        @Sensitive(Treatment.HASH)
        public String getEmail() {
            return email;
        }

        public void setEmail(String email) {
            this.email = email;
        }
    }

    static final class Caretaker extends Person {
        @Sensitive(value = Treatment.MASK, keeps = 2)
        public String badge = SECRET;

        public String password = SECRET;
    }

    record Badge(
            @Sensitive(value = Treatment.MASK, keeps = 3) String number,
            @Sensitive double rate) {}

    record House(Person person, Badge badge) {}

    @Test
    void sanitise_annotations_areObeyedInSubclassesToo() {
        String written = written(House.class, new House(new Caretaker(), new Badge(SECRET, 7.5)), rules -> rules);

        assertThat(written)
                .doesNotContain(SECRET)
                .contains("\"badge\":\"****11\"", "\"number\":\"****711\"", "\"rate\":0", HASH.apply(SECRET));
    }

    @Test
    void sanitise_pathAndAnnotation_pathWins() {
        assertThat(written(Badge.class, new Badge(SECRET, 7.5), rules -> rules.allow("number")))
                .contains(SECRET);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Dog.class, name = "dog"),
        @JsonSubTypes.Type(value = Cat.class, name = "cat")
    })
    sealed interface Pet {}

    record Dog(String owner, @Sensitive String chip) implements Pet {}

    record Cat(String owner) implements Pet {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes(@JsonSubTypes.Type(value = Van.class, name = "secret"))
    interface Vehicle {}

    record Van(String plate) implements Vehicle {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    @JsonSubTypes(@JsonSubTypes.Type(value = Saw.class, name = "saw"))
    interface Tool {}

    record Saw(String serial) implements Tool {}

    record Yard(List<Pet> pets, Vehicle vehicle, List<Tool> tools) {}

    @Test
    void sanitise_subtypes_areWalkedAndWrappersAreNoSteps() {
        Yard yard =
                new Yard(List.of(new Dog(SECRET, SECRET), new Cat(SECRET)), new Van(SECRET), List.of(new Saw(SECRET)));

        Sanitiser.Sanitised<Yard> sanitised = sanitiser(
                        Yard.class, rules -> rules.mask("pets[].owner", "vehicle.plate", "tools[].serial"))
                .sanitise(yard);

        assertThat(text(sanitised)).doesNotContain(SECRET);
        assertThat(sanitised.value())
                .isEqualTo(new Yard(
                        List.of(new Dog("****", null), new Cat("****")), new Van("****"), List.of(new Saw("****"))));
    }

    record Required(String name, String password, List<String> secrets) {
        Required {
            Objects.requireNonNull(password, "password");
            Objects.requireNonNull(secrets, "secrets");
        }
    }

    @Test
    void sanitise_typeRequiresWhatIsDropped_isWrittenEmpty() {
        Sanitiser.Sanitised<Required> sanitised =
                sanitiser(Required.class, rules -> rules).sanitise(new Required("Ann", SECRET, List.of(SECRET)));

        assertThat(sanitised.value()).isEqualTo(new Required("Ann", "", List.of()));
    }

    record Email(String password) {
        Email {
            if (!password.contains("@")) {
                throw new IllegalArgumentException("no mail address: " + password);
            }
        }
    }

    @Test
    void sanitise_typeRefusesWhatIsLeft_failsWithoutTheValue() {
        assertThatThrownBy(() -> sanitiser(Email.class, rules -> rules).sanitise(new Email(SECRET + "@x")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("cannot be made of what the rules leave of it")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    static final class Free {
        private final Map<String, JsonNode> all = new LinkedHashMap<>();

        @JsonAnyGetter
        public Map<String, JsonNode> all() {
            return all;
        }

        @JsonAnySetter
        public void set(String name, JsonNode value) {
            all.put(name, value);
        }
    }

    record Odd(
            Free free,
            @JsonUnwrapped @Nullable Owner owner,
            @JsonRawValue @Nullable String raw,
            @Nullable Row row,
            byte @Nullable [] secret) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Row(long id, String password, int pin) {}

    @Test
    void sanitise_unusualForms_areReachedToo() {
        Free free = new Free();
        free.set("password", JSON.stringNode(SECRET));
        free.set("list", JSON.arrayNode().add(JSON.objectNode().put("pwd", SECRET)));
        Odd odd = new Odd(
                free,
                owner(SECRET),
                "{\"a\":[{\"passwd\":\"" + SECRET + "\"}],\"n\":1.50}",
                new Row(1, SECRET, 4711),
                SECRET.getBytes(StandardCharsets.UTF_8));

        Sanitiser<Odd> sanitiser =
                sanitiser(Odd.class, rules -> rules.drop("email").mask("phone"));

        assertThatThrownBy(() -> sanitiser.sanitise(odd)).isInstanceOf(CodecException.class); // raw is no text to read
        String written =
                new String(bytes(Odd.class, odd, rules -> rules.drop("email").mask("phone")), StandardCharsets.UTF_8);
        assertThat(written)
                .doesNotContain(SECRET, "4711", "dHVsaXAt")
                .contains(
                        "\"raw\":{\"a\":[{}],\"n\":1.50}", "\"row\":[1,null,0]", "\"phone\":\"****\"", "\"list\":[{}]");
    }

    private static <T> byte[] bytes(Class<T> type, T value, UnaryOperator<FieldRules.Builder> rules) {
        return ((SanitisingSerializer<T>) sanitiser(type, rules)).bytes(value);
    }

    @Test
    void strict_keysOfAnAnyGetter_areFree() {
        assertThatThrownBy(() -> under(Free.class, rules -> rules.strict(true))).hasMessageContaining("* (a ");
        Sanitiser<Free> sanitiser =
                sanitiser(Free.class, rules -> rules.strict(true).allow("*").drop("note"));
        Free free = new Free();
        free.set("note", JSON.stringNode(SECRET));
        free.set("email", JSON.stringNode("kept"));

        assertThat(text(sanitiser.sanitise(free))).isEqualTo("{\"email\":\"kept\"}");
    }

    record Wrapped(@Sensitive @JsonUnwrapped Owner owner) {}

    static final class AllSensitive {
        @JsonAnyGetter
        @Sensitive
        public Map<String, JsonNode> all() {
            return Map.of();
        }
    }

    @Test
    void under_annotationOnWhatIsNoField_isRefused() {
        assertThatThrownBy(() -> under(Wrapped.class, rules -> rules)).hasMessageContaining("no field itself");
        assertThatThrownBy(() -> under(AllSensitive.class, rules -> rules)).hasMessageContaining("no field itself");
    }

    record Circle(
            String name, @Nullable String email, @Nullable Circle inner) {}

    @Test
    void sanitise_typeWithinItself_isReachedByNames() {
        Circle circle = new Circle("a", SECRET, new Circle("b", SECRET, new Circle("c", SECRET, null)));

        assertThat(written(Circle.class, circle, rules -> rules.mask("**.email").drop("inner.inner.name")))
                .doesNotContain(SECRET)
                .doesNotContain("\"c\"")
                .contains("\"b\"");
    }

    @Test
    void sanitise_masks_keepTheEndOfLongTextsOnly() {
        UnaryOperator<FieldRules.Builder> rules = fields -> fields.mask("name").maskKeeps(4);

        assertThat(written(Owner.class, new Owner("12345678901", null, null), rules))
                .contains("\"****\"");
        assertThat(written(Owner.class, new Owner("123456789012", null, null), rules))
                .contains("\"****9012\"");
        assertThat(written(Owner.class, new Owner("12345678901\uD83C\uDF37", null, null), rules))
                .contains("\"****901\uD83C\uDF37\"");
        assertThat(written(Owner.class, new Owner(null, null, null), rules)).contains("\"name\":null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner.emial", "worker[].email", "workers.email", "owner.email.domain", "[].owner"})
    void under_pathNamesNothing_suggestsTheNearest(String path) {
        assertThatThrownBy(() -> under(Area.class, rules -> rules.mask(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mask-fields has '" + path + "'")
                .hasMessageContaining("did you mean '");
        assertThatThrownBy(() -> under(Area.class, rules -> rules.mask("owner.emial")))
                .hasMessageContaining("did you mean 'owner.email'?");
        assertThatThrownBy(() -> under(Owner.class, rules -> rules.mask("**.mail")))
                .hasMessageContaining("did you mean 'email'?");
    }

    @Test
    void under_maskOfWhatIsNoText_isRefused() {
        assertThatThrownBy(() ->
                        under(Area.class, rules -> rules.mask("id", "workers").hash("owner")))
                .hasMessageContaining("id is a long, and only text can be masked or hashed; drop it")
                .hasMessageContaining("name its elements, workers[]")
                .hasMessageContaining("owner is a ");
    }

    @Test
    void under_hashWithoutSecret_isRefused() {
        FieldRules rules = FieldRules.DEFAULT.toBuilder().hash("name").build();

        assertThatThrownBy(() -> Serializers.json(Owner.class).under(rules, Owner.class, null))
                .hasMessageContaining("name is to be hashed, and there is no secret")
                .hasMessageContaining("hash-secret");
        assertThatThrownBy(() -> Serializers.json(Person.class).under(FieldRules.DEFAULT, Person.class, null))
                .hasMessageContaining("email is to be hashed");
    }

    @Test
    void under_formatWithoutFields_refusesPaths() {
        assertThatThrownBy(() -> under(Serializers.text(), rules -> rules.drop("a")))
                .hasMessageContaining("written as text");
        assertThatThrownBy(() -> under(Serializers.bytes(), rules -> rules.strict(true)))
                .hasMessageContaining("add * to allow-fields");
        assertThat(under(Serializers.bytes(), rules -> rules.strict(true).allow("*")))
                .isSameAs(Serializers.bytes());
    }

    record Team(List<Map<String, Badge[]>> badges) {}

    @Test
    void under_annotatedTypeInAnotherFormat_isRefused() {
        assertThatThrownBy(() -> Serializers.bytes().under(FieldRules.DEFAULT, Team.class, HASH))
                .hasMessageContaining("has @Sensitive on a field")
                .hasMessageContaining("written as bytes");
        assertThat(Serializers.bytes().under(FieldRules.DEFAULT, Circle.class, HASH))
                .isSameAs(Serializers.bytes());
    }

    @Test
    void strict_unlistedPersonalData_isRefusedWithAllPaths() {
        assertThatThrownBy(() -> under(Area.class, rules -> rules.strict(true)))
                .hasMessageContaining("owner.email")
                .hasMessageContaining("owner.phone")
                .hasMessageContaining("workers[].email")
                .hasMessageContaining("deputy.phone")
                .hasMessageContaining("others[].email")
                .hasMessageContaining("attributes (a ")
                .hasMessageNotContaining("owner.name")
                .hasMessageContaining("allow-fields");
        assertThatThrownBy(() -> under(Plain.class, rules -> rules.strict(true).personalNames(List.of("name"))))
                .hasMessageContaining(": name;");
    }

    @Test
    void strict_everythingIsListed_isTaken() {
        UnaryOperator<FieldRules.Builder> rules =
                fields -> fields.strict(true).mask("**.email").drop("**.phone").allow("attributes");

        assertThat(written(Area.class, area(), rules)).contains("\"code\":\"" + SECRET + "\"");
    }

    static class Open {
        public String name = "Ann";
    }

    record Holder(Open open) {}

    static class Opened extends Open {
        public String email = SECRET;
    }

    @Test
    void strict_subclassThatNobodyDeclared_isRefusedWhenItIsWritten() {
        Sanitiser<Holder> sanitiser = sanitiser(Holder.class, rules -> rules.strict(true));

        assertThat(sanitiser.sanitise(new Holder(new Open())).value().open().name)
                .isEqualTo("Ann");
        assertThatThrownBy(() -> sanitiser.sanitise(new Holder(new Opened())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("looks like personal data")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void strict_opaqueValues_areRefusedUnlessAllowed() {
        Serializer<Map<String, Integer>> map = Serializers.json(new TypeRef<Map<String, Integer>>() {});

        assertThatThrownBy(() -> under(map, rules -> rules.strict(true))).hasMessageContaining("* (a ");
        assertThat(under(map, rules -> rules.strict(true).allow("*"))).isInstanceOf(Sanitiser.class);
    }

    @Test
    void fingerprint_rules_makeAnotherOne() {
        Serializer<Area> plain = Serializers.json(Area.class);
        long none = plain.fingerprint();
        long defaults = under(plain, rules -> rules).fingerprint();
        long dropped = under(plain, rules -> rules.drop("owner.email", "id")).fingerprint();

        assertThat(none).isNotEqualTo(defaults);
        assertThat(dropped)
                .isNotEqualTo(defaults)
                .isEqualTo(
                        under(plain, rules -> rules.drop("id", "owner.email")).fingerprint())
                .isNotEqualTo(plain.under(
                                FieldRules.DEFAULT.toBuilder()
                                        .drop("owner.email", "id")
                                        .build(),
                                Area.class,
                                text -> "other")
                        .fingerprint());
        assertThat(under(plain, rules -> rules.sensitiveNames(List.of("colour")))
                        .fingerprint())
                .isNotEqualTo(defaults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a[", "a[0]", "**", "**.a.b", "a.**.b", "a*", "[]a"})
    void problems_noPath_areTold(String path) {
        assertThat(FieldRules.DEFAULT.toBuilder().mask(path).build().problems()).containsKey("mask-fields");
    }

    @Test
    void problems_contradictions_areTold() {
        FieldRules rules = FieldRules.DEFAULT.toBuilder()
                .drop("a", "b[]")
                .mask("a")
                .maskKeeps(5)
                .sensitiveNames(List.of("-"))
                .build();

        assertThat(rules.problems().keySet())
                .containsExactlyInAnyOrder("drop-fields", "mask-fields", "mask-keeps", "sensitive-names");
        assertThat(FieldRules.DEFAULT.toBuilder()
                        .mask("a.b[].c", "[].a", "a[][].b", "*", "**.a")
                        .build()
                        .problems())
                .isEmpty();
    }

    @Test
    void page_names_areThoseOfTheLists() throws java.io.IOException {
        String page = java.nio.file.Files.readString(java.nio.file.Path.of("..", "docs", "features", "sanitising.md"))
                .replace('\n', ' ');

        assertThat(page)
                .contains(String.join(", ", NameList.SENSITIVE) + ".", String.join(", ", NameList.PERSONAL) + ".");
    }

    @Test
    void names_wordsOfAnyForm_areRecognised() {
        NameList names = new NameList(NameList.SENSITIVE, List.of());

        assertThat(List.of(
                        "password",
                        "userPassword",
                        "PASSWORD_HASH",
                        "passWord",
                        "APIKey",
                        "api-key",
                        "apikey",
                        "clientSecret",
                        "secrets",
                        "cvv2",
                        "cardNumber2",
                        "PIN",
                        "refresh.token",
                        "x-api-key"))
                .allMatch(names::has);
        assertThat(List.of("shipping", "secretary", "opinion", "token", "key", "card", "passport", "pinned", "", "-"))
                .noneMatch(names::has);
    }
}
