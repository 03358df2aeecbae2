package dev.larder.codec;

import static dev.larder.codec.Estate.SECRET;
import static dev.larder.codec.Estate.area;
import static dev.larder.codec.Estate.sanitiser;
import static dev.larder.codec.Estate.text;
import static dev.larder.codec.Estate.under;
import static dev.larder.codec.Estate.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.larder.codec.Estate.Area;
import dev.larder.codec.Estate.Free;
import dev.larder.codec.Estate.Plain;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a strict cache refuses, and what it takes. */
class StrictSanitiserTest {

    @Test
    void strict_keysOfAnAnyGetter_areFree() {
        assertThatThrownBy(() -> under(Free.class, rules -> rules.strict(true))).hasMessageContaining("* (a ");
        Sanitiser<Free> sanitiser =
                sanitiser(Free.class, rules -> rules.strict(true).allow("*").drop("note"));
        Free free = new Free();
        free.set("note", JsonNodeFactory.instance.stringNode(SECRET));
        free.set("email", JsonNodeFactory.instance.stringNode("kept"));

        assertThat(text(sanitiser.sanitise(free))).isEqualTo("{\"email\":\"kept\"}");
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

    record Price(
            BigDecimal amount,
            List<BigInteger> parts,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal text) {}

    @Test
    void strict_largeNumbers_sayWhatTheyHold() {
        Serializer<Price> plain = Serializers.json(Price.class);
        Price price = new Price(BigDecimal.TEN, List.of(BigInteger.TWO), BigDecimal.ONE);

        assertThat(under(plain, rules -> rules.strict(true))).isSameAs(plain);
        assertThat(plain.write(price))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"amount\":10,\"parts\":[2],\"text\":\"1\"}");
    }

    @Test
    void strict_opaqueValues_areRefusedUnlessAllowed() {
        Serializer<Map<String, Integer>> map = Serializers.json(new TypeRef<Map<String, Integer>>() {});

        assertThatThrownBy(() -> under(map, rules -> rules.strict(true))).hasMessageContaining("* (a ");
        assertThat(under(map, rules -> rules.strict(true).allow("*"))).isInstanceOf(Sanitiser.class);
    }
}
