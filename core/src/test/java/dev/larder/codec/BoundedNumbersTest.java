package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers at the limit of their digits: what is written can be read, and the rest is refused at once. */
class BoundedNumbersTest {

    private static final int MOST = JsonLimits.DEFAULT.maxNumberLength();
    private static final String DIGITS = "7".repeat(MOST);

    record Numbers(BigInteger integer, BigDecimal decimal, List<BigDecimal> more, Map<String, JsonNode> trees) {}

    static List<Numbers> atTheLimit() {
        return List.of(
                numbers(new BigInteger(DIGITS), BigDecimal.ONE),
                numbers(new BigInteger(DIGITS).negate(), BigDecimal.ONE),
                numbers(BigInteger.TEN.pow(MOST - 1), BigDecimal.ONE),
                numbers(BigInteger.TEN.pow(MOST).subtract(BigInteger.ONE), BigDecimal.ONE),
                numbers(BigInteger.ONE, new BigDecimal(DIGITS)),
                numbers(BigInteger.ONE, new BigDecimal("-" + DIGITS.substring(1) + ".7")),
                numbers(BigInteger.ONE, new BigDecimal("0.000" + DIGITS.substring(4))),
                numbers(BigInteger.ONE, new BigDecimal("1." + DIGITS.substring(5) + "E+1000")),
                numbers(BigInteger.ONE, new BigDecimal("1E-100000000")));
    }

    static List<Numbers> beyondTheLimit() {
        return List.of(
                numbers(new BigInteger(DIGITS + "7"), BigDecimal.ONE),
                numbers(BigInteger.TEN.pow(MOST).negate(), BigDecimal.ONE),
                numbers(BigInteger.ONE.shiftLeft(100_000), BigDecimal.ONE),
                numbers(BigInteger.ONE, new BigDecimal(DIGITS + ".7")),
                numbers(BigInteger.ONE, new BigDecimal("0.000" + DIGITS.substring(3))),
                numbers(BigInteger.ONE, new BigDecimal("1." + DIGITS.substring(4) + "E+1000")));
    }

    private static Numbers numbers(BigInteger integer, BigDecimal decimal) {
        return new Numbers(integer, decimal, List.of(decimal), Map.of());
    }

    private static List<Serializer<Numbers>> serializers() {
        return List.of(Serializers.json(Numbers.class), Serializers.cbor(Numbers.class));
    }

    @ParameterizedTest
    @MethodSource("atTheLimit")
    void write_digitsAtTheLimit_areRead(Numbers numbers) {
        for (Serializer<Numbers> serializer : serializers()) {
            byte[] bytes = serializer.write(numbers);

            assertThat(serializer.read(bytes, 0, bytes.length)).isEqualTo(numbers);
        }
    }

    @ParameterizedTest
    @MethodSource("beyondTheLimit")
    void write_digitsBeyondTheLimit_isRefusedWithoutThem(Numbers numbers) {
        for (Serializer<Numbers> serializer : serializers()) {
            assertRefused(serializer, numbers);
        }
    }

    @Test
    void write_digitsBeyondTheLimitUnderRules_isRefused() {
        for (Serializer<Numbers> serializer : serializers()) {
            Sanitiser<Numbers> sanitising = (Sanitiser<Numbers>) serializer.under(
                    FieldRules.DEFAULT.toBuilder().drop("decimal").build(), Numbers.class, null);

            assertThatThrownBy(() -> sanitising.sanitise(beyondTheLimit().get(0)))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("maxNumberLength")
                    .hasMessageNotContaining("777");
        }
    }

    @Test
    void write_digitsBeyondTheLimitInATree_isRefused() {
        JsonNode tree = JsonMapper.shared()
                .createObjectNode()
                .set("a", JsonMapper.shared().createArrayNode().add(new BigInteger(DIGITS + "7")));
        Numbers numbers = new Numbers(BigInteger.ONE, BigDecimal.ONE, List.of(), Map.of("tree", tree));
        for (Serializer<Numbers> serializer : serializers()) {
            assertRefused(serializer, numbers);
        }
    }

    @Test
    void write_treeBeyondTheDepth_isRefusedForThat() {
        JsonNode tree = JsonMapper.shared().createArrayNode().add(new BigInteger(DIGITS + "7"));
        for (int depth = 0; depth < 100_000; depth++) {
            tree = JsonMapper.shared().createArrayNode().add(tree);
        }
        JsonNode deepest = tree;
        for (Serializer<JsonNode> serializer :
                List.of(Serializers.json(JsonNode.class), Serializers.cbor(JsonNode.class))) {
            assertThatThrownBy(() -> serializer.write(deepest))
                    .isInstanceOf(CodecException.class)
                    .hasMessageNotContaining("777");
        }
    }

    @Test
    void write_digitsAtTheDepth_areRefused() {
        JsonNode tree = JsonMapper.shared().createArrayNode().add(new BigInteger(DIGITS + "7"));
        for (int depth = 1; depth < JsonLimits.DEFAULT.maxNestingDepth(); depth++) {
            tree = JsonMapper.shared().createArrayNode().add(tree);
        }
        JsonNode deepest = tree;
        assertThatThrownBy(() -> Serializers.json(JsonNode.class).write(deepest))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("maxNumberLength");
    }

    @Test
    void write_digitsWithinWiderLimits_isWritten() {
        JsonLimits wide = new JsonLimits(100, 1 << 20, 2_000, 1 << 20);
        Serializer<Numbers> serializer = Serializers.json(new TypeRef<Numbers>() {}, wide);

        assertThatCode(() -> serializer.write(beyondTheLimit().get(0))).doesNotThrowAnyException();
    }

    private static void assertRefused(Serializer<Numbers> serializer, Numbers numbers) {
        assertThatThrownBy(() -> serializer.write(numbers))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("JsonLimits.maxNumberLength, which is 1000")
                .hasMessageNotContaining("777")
                .hasNoCause();
    }
}
