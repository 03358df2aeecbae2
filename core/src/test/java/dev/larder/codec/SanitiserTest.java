package dev.larder.codec;

import static dev.larder.codec.Estate.HASH;
import static dev.larder.codec.Estate.SECRET;
import static dev.larder.codec.Estate.area;
import static dev.larder.codec.Estate.bytes;
import static dev.larder.codec.Estate.owner;
import static dev.larder.codec.Estate.sanitiser;
import static dev.larder.codec.Estate.text;
import static dev.larder.codec.Estate.under;
import static dev.larder.codec.Estate.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.larder.codec.Estate.Area;
import dev.larder.codec.Estate.Badge;
import dev.larder.codec.Estate.Circle;
import dev.larder.codec.Estate.Free;
import dev.larder.codec.Estate.Owner;
import dev.larder.codec.Estate.Person;
import dev.larder.codec.Estate.Plain;
import dev.larder.codec.Sensitive.Treatment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is written under rules for fields, and what comes back. */
class SanitiserTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    record Invoice(BigDecimal amount, Map<Unit, BigInteger> counts) {}

    enum Unit {
        PIECE
    }

    @Test
    void under_nothingApplies_isTheSameSerialiser() {
        Serializer<Plain> plain = Serializers.json(Plain.class);

        assertThat(under(plain, rules -> rules)).isSameAs(plain);
        Serializer<Invoice> numbers = Serializers.json(Invoice.class);
        assertThat(under(numbers, rules -> rules)).isSameAs(numbers);
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

    static final class Caretaker extends Person {
        @Sensitive(value = Treatment.MASK, keeps = 2)
        public String badge = SECRET;

        public String password = SECRET;
    }

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

    record Login(String password, String email) {}

    record Held(
            @Sensitive Login login,
            Map<String, String> more,
            @Sensitive List<Login> secrets) {}

    @Test
    void sanitise_allowed_coversTheFieldAndNotTheSecretsInIt() {
        Held held = new Held(new Login(SECRET, "kept"), Map.of("password", SECRET), List.of(new Login(SECRET, "too")));

        assertThat(written(Held.class, held, rules -> rules.strict(true).allow("login", "more", "secrets")))
                .doesNotContain(SECRET)
                .contains("\"login\":{\"email\":\"kept\"}", "\"more\":{}", "[{\"email\":\"too\"}]");
        assertThat(written(
                        Held.class,
                        held,
                        rules -> rules.allow("login", "login.password", "more.*", "secrets", "secrets[].password")))
                .contains(
                        "\"login\":{\"password\":\"" + SECRET,
                        "\"password\":\"" + SECRET + "\"}",
                        "[{\"password\":\"" + SECRET);
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
}
