package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.ValueNode;

/** A tree that is not there comes back as none; a null inside of one is a part of it. */
class NullTreeTest {

    record Trees(
            @Nullable JsonNode any,
            @Nullable ValueNode value,
            @Nullable ObjectNode object,
            List<@Nullable JsonNode> list,
            Map<String, @Nullable JsonNode> map) {}

    static final class Bean {
        public @Nullable JsonNode any;
    }

    @Test
    void read_noTree_isNone() {
        Map<String, @Nullable JsonNode> map = new LinkedHashMap<>();
        map.put("none", null);
        map.put("some", JsonMapper.shared().readTree("{\"a\":null,\"b\":[null]}"));
        JsonNode[] list = {null, JsonMapper.shared().readTree("[null]")};
        Trees trees = new Trees(null, null, null, Arrays.asList(list), map);

        for (Serializer<Trees> serializer : List.of(Serializers.json(Trees.class), Serializers.cbor(Trees.class))) {
            assertThat(again(serializer, trees)).isEqualTo(trees);
        }
        assertThat(again(Serializers.json(Bean.class), new Bean()).any).isNull();
        assertThat(again(Serializers.json(JsonNode[].class), list)).isEqualTo(list);
    }

    @Test
    void read_nullNode_isOneAsTheWholeValueOnly() {
        Trees trees = new Trees(NullNode.getInstance(), null, null, List.of(), Map.of());

        assertThat(again(Serializers.json(Trees.class), trees).any()).isNull();
        assertThat(again(Serializers.json(JsonNode.class), NullNode.getInstance()))
                .isSameAs(NullNode.getInstance());
    }

    private static <T> T again(Serializer<T> serializer, T value) {
        byte[] bytes = serializer.write(value);
        return serializer.read(bytes, 0, bytes.length);
    }
}
