package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.larder.codec.Sensitive.Treatment;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the walk through a type finds: whether rules can apply to it, and which fingerprint they make. */
class TypeWalkTest {

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
}
