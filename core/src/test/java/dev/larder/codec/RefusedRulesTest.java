package dev.larder.codec;

import static dev.larder.codec.Estate.HASH;
import static dev.larder.codec.Estate.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.larder.codec.Estate.Area;
import dev.larder.codec.Estate.Badge;
import dev.larder.codec.Estate.Circle;
import dev.larder.codec.Estate.Owner;
import dev.larder.codec.Estate.Person;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Which rules are refused, and which make another fingerprint. */
class RefusedRulesTest {

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

    record Price(BigDecimal amount, BigInteger cents) {}

    @Test
    void under_maskOfALargeNumber_isRefused() {
        assertThatThrownBy(
                        () -> under(Price.class, rules -> rules.mask("amount").hash("cents")))
                .hasMessageContaining("amount is a java.math.BigDecimal, and only text can be masked or hashed")
                .hasMessageContaining("cents is a java.math.BigInteger");
        assertThatThrownBy(() -> under(Price.class, rules -> rules.drop("**.emial")))
                .hasMessageContaining("'**.emial', which names nothing");
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

    record Site(String name, String gate, String keeper) {}

    record Shed(
            String name,
            @Sensitive(Sensitive.Treatment.HASH) String keeper) {}

    record Yard(String name, JsonNode keeper) {}

    @Test
    void fingerprint_otherSecret_makesAnotherOneOnlyWhereSomethingMayBeHashed() {
        assertThat(ofSecret(Site.class, "one", "gate")).isEqualTo(ofSecret(Site.class, "two", "gate"));
        assertThat(ofSecret(Shed.class, "one", "name")).isNotEqualTo(ofSecret(Shed.class, "two", "name"));
        assertThat(ofSecret(Yard.class, "one", "name")).isNotEqualTo(ofSecret(Yard.class, "two", "name"));
        FieldRules hashing = FieldRules.DEFAULT.toBuilder().hash("keeper").build();
        assertThat(fingerprint(Site.class, "one", hashing)).isNotEqualTo(fingerprint(Site.class, "two", hashing));
    }

    private static long ofSecret(Class<?> type, String secret, String dropped) {
        return fingerprint(
                type, secret, FieldRules.DEFAULT.toBuilder().drop(dropped).build());
    }

    private static long fingerprint(Class<?> type, String secret, FieldRules rules) {
        return Serializers.json(type).under(rules, type, text -> secret).fingerprint();
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
}
