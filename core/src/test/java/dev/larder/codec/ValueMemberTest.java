package dev.larder.codec;

import static dev.larder.codec.Estate.HASH;
import static dev.larder.codec.Estate.SECRET;
import static dev.larder.codec.Estate.sanitiser;
import static dev.larder.codec.Estate.under;
import static dev.larder.codec.Estate.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.larder.codec.Sensitive.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is done to values that are written as one member of them. */
class ValueMemberTest {

    record Email(@JsonValue @Sensitive String value) {}

    record Hashed(@JsonValue @Sensitive(Treatment.HASH) String value) {}

    record Aside(@Sensitive String value) {
        @JsonValue
        public String value() {
            return value;
        }
    }

    static final class Getter {
        @Sensitive(Treatment.MASK)
        private final String text;

        @JsonCreator
        Getter(String text) {
            this.text = text;
        }

        @JsonValue
        public String getText() {
            return text;
        }
    }

    record Person(
            int id,
            @Nullable Email mail,
            Hashed hashed,
            @Nullable Aside aside,
            Getter getter) {}

    private static Person person() {
        return new Person(1, new Email(SECRET), new Hashed(SECRET), new Aside(SECRET), new Getter(SECRET));
    }

    @Test
    void sanitise_fields_areTreatedAsTheirMember() {
        assertThat(written(Person.class, person(), rules -> rules))
                .endsWith("{\"id\":1,\"hashed\":\"" + HASH.apply(SECRET) + "\",\"getter\":\"****\"}");
    }

    @Test
    void sanitise_cbor_isTreatedToo() {
        Sanitiser<Person> cbor = (Sanitiser<Person>) under(Serializers.cbor(Person.class), rules -> rules);

        assertThat(new String(cbor.sanitise(person()).bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET)
                .contains(HASH.apply(SECRET));
    }

    @Test
    void sanitise_pathToThePlace_wins() {
        assertThat(written(Person.class, person(), rules -> rules.allow("mail").hash("aside")))
                .contains("\"mail\":\"" + SECRET + "\"", "\"aside\":\"" + HASH.apply(SECRET) + "\"");
        assertThat(under(Logins.class, rules -> rules.allow("**.password"))).isNotInstanceOf(Sanitiser.class);
    }

    @Test
    void sanitise_partsOfContainers_areTreatedAsTheirMember() {
        Holder holder = new Holder(
                List.of(new Email(SECRET)),
                Map.of("k", new Hashed(SECRET)),
                Optional.of(new Email(SECRET)),
                new Email[] {new Email(SECRET)},
                Optional.of(List.of(new Hashed(SECRET))));

        Sanitiser.Sanitised<Holder> sanitised =
                sanitiser(Holder.class, rules -> rules).sanitise(holder);

        assertThat(Estate.text(sanitised)).doesNotContain(SECRET);
        assertThat(sanitised.value().list).isEqualTo(Arrays.asList((Email) null));
        assertThat(sanitised.value().map).isEqualTo(Map.of("k", new Hashed(HASH.apply(SECRET))));
        assertThat(sanitised.value().optional).isEmpty();
        assertThat(sanitised.value().array).containsOnlyNulls();
        assertThat(sanitised.value().deep).contains(List.of(new Hashed(HASH.apply(SECRET))));
    }

    record Holder(
            List<Email> list,
            Map<String, Hashed> map,
            Optional<Email> optional,
            Email[] array,
            Optional<List<Hashed>> deep) {}

    record Outer(@JsonValue Hashed inner) {}

    record Nested(Outer outer) {}

    @Test
    void sanitise_memberWithinMember_isTreated() {
        assertThat(written(Nested.class, new Nested(new Outer(new Hashed(SECRET))), rules -> rules))
                .isEqualTo("{\"outer\":\"" + HASH.apply(SECRET) + "\"}");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Typed.class, name = "typed"))
    interface Contact {}

    record Typed(@JsonValue @Sensitive(Treatment.HASH) String value) implements Contact {}

    record Contacts(List<Contact> all, Contact one) {}

    @Test
    void sanitise_valueWithTheNameOfItsType_isTreated() {
        assertThat(written(Contacts.class, new Contacts(List.of(new Typed(SECRET)), new Typed(SECRET)), rules -> rules))
                .isEqualTo("{\"all\":[[\"typed\",\"" + HASH.apply(SECRET) + "\"]],\"one\":[\"typed\",\""
                        + HASH.apply(SECRET) + "\"]}");
    }

    static class Loose {
        private final String value;

        @JsonCreator
        Loose(String value) {
            this.value = value;
        }

        @JsonValue
        public String getValue() {
            return value;
        }
    }

    static final class Tight extends Loose {
        Tight(String value) {
            super(value);
        }

        @Override
        @JsonValue
        @Sensitive
        public String getValue() {
            return super.getValue();
        }
    }

    record Looser(Loose loose) {}

    @Test
    void sanitise_undeclaredSubclass_isTreatedByItsOwn() {
        assertThat(written(Looser.class, new Looser(new Tight(SECRET)), rules -> rules))
                .doesNotContain(SECRET);
    }

    record Password(@JsonValue String password) {}

    record Logins(int id, Password login, List<Password> old) {}

    @Test
    void sanitise_nameOfTheMember_isLookedAt() {
        Logins logins = new Logins(1, new Password(SECRET), List.of(new Password(SECRET)));
        Sanitiser<Logins> sanitiser = sanitiser(Logins.class, rules -> rules);

        assertThat(Estate.text(sanitiser.sanitise(logins))).doesNotContain(SECRET);
        assertThat(sanitiser.droppedByName()).containsExactly("login", "old[]");
    }

    record Iban(@JsonValue String iban) {}

    record Account(int id, Iban where) {}

    @Test
    void strict_nameOfTheMember_isLookedAt() {
        assertThatThrownBy(() -> under(Account.class, rules -> rules.strict(true)))
                .hasMessageContaining("where (its iban)");
        assertThatThrownBy(() -> under(Iban.class, rules -> rules.strict(true))).hasMessageContaining("**.iban");
        assertThat(under(Account.class, rules -> rules.strict(true).allow("where")))
                .isNotNull();
        assertThat(under(Iban.class, rules -> rules.strict(true).allow("**.iban")))
                .isNotNull();
    }

    @Test
    void under_wholeValueIsDropped_isRefused() {
        assertThatThrownBy(() -> under(Email.class, rules -> rules))
                .hasMessageContaining("nothing is left to store")
                .hasMessageContaining("mask or hash that member");
        assertThatThrownBy(() -> under(Password.class, rules -> rules))
                .hasMessageContaining("nothing is left to store");
        assertThat(written(Hashed.class, new Hashed(SECRET), rules -> rules)).isEqualTo('"' + HASH.apply(SECRET) + '"');
    }

    record Book(Map<Email, String> byMail) {}

    record Key(@JsonKey @Sensitive String text, int number) {

        static Key valueOf(String text) {
            return new Key(text, 0);
        }
    }

    record Keyed(Map<Key, String> byKey) {}

    @Test
    void under_keysAreSensitive_isRefused() {
        assertThatThrownBy(() -> under(Book.class, rules -> rules))
                .hasMessageContaining("byMail has keys that are ")
                .hasMessageContaining("list of entries with named fields");
        assertThatThrownBy(() -> under(Keyed.class, rules -> rules)).hasMessageContaining("byKey has keys that are ");
        assertThat(under(Book.class, rules -> rules.allow("byMail"))).isNotNull();
        assertThat(under(Book.class, rules -> rules.drop("byMail"))).isNotNull();
    }

    static class Base {
        public String name = "Ann";
    }

    static final class WithKeys extends Base {
        public Map<Object, String> more = new HashMap<>(Map.of(new Email(SECRET), "x"));
    }

    record Bases(Base base) {}

    @Test
    void sanitise_sensitiveKeyThatNoTypeShows_fails() {
        assertThatThrownBy(() -> sanitiser(Bases.class, rules -> rules).sanitise(new Bases(new WithKeys())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("keys that are written as their value")
                .hasMessageNotContaining(SECRET);
    }

    record Number(@JsonValue @Sensitive(Treatment.MASK) long number) {}

    record Numbers(Number number) {}

    @Test
    void under_maskedMemberIsNoText_isRefused() {
        assertThatThrownBy(() -> under(Numbers.class, rules -> rules)).hasMessageContaining("only text can be masked");
    }
}
