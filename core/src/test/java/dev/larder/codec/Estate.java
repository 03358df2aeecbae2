package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.larder.codec.Sensitive.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Types with fields to put under rules, values of them, and serialisers under rules. */
final class Estate {

    static final String SECRET = "tulip-4711";
    static final UnaryOperator<String> HASH = text -> "h" + text.hashCode();

    private Estate() {}

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

    record Circle(
            String name, @Nullable String email, @Nullable Circle inner) {}

    static <T> Serializer<T> under(Class<T> type, UnaryOperator<FieldRules.Builder> rules) {
        return under(Serializers.json(type), rules);
    }

    static <T> Serializer<T> under(Serializer<T> plain, UnaryOperator<FieldRules.Builder> rules) {
        return plain.under(rules.apply(FieldRules.DEFAULT.toBuilder()).build(), Object.class, HASH);
    }

    static <T> Sanitiser<T> sanitiser(Class<T> type, UnaryOperator<FieldRules.Builder> rules) {
        return (Sanitiser<T>) under(type, rules);
    }

    static <T> String written(Class<T> type, T value, UnaryOperator<FieldRules.Builder> rules) {
        return text(sanitiser(type, rules).sanitise(value));
    }

    static String text(Sanitiser.Sanitised<?> sanitised) {
        return new String(sanitised.bytes(), StandardCharsets.UTF_8);
    }

    static Owner owner(String text) {
        return new Owner("Ann", text, text);
    }

    static Area area() {
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

    record Badge(
            @Sensitive(value = Treatment.MASK, keeps = 3) String number,
            @Sensitive double rate) {}

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

    static <T> byte[] bytes(Class<T> type, T value, UnaryOperator<FieldRules.Builder> rules) {
        return ((SanitisingSerializer<T>) sanitiser(type, rules)).bytes(value);
    }
}
