package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Schemas: annotations of Jackson that decide how a value is written. Each holder below is a release. */
class SchemaAnnotationsTest {

    interface Rows {
        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        record Row(@Nullable Integer b, @Nullable Integer d) {}

        record Table(@Nullable Row first) {}
    }

    interface Grown {
        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        record Row(
                @Nullable Integer b,
                @Nullable Integer c,
                @Nullable Integer d) {}

        record Table(@Nullable Row first) {}
    }

    interface Swapped {
        @JsonFormat(shape = JsonFormat.Shape.ARRAY)
        @JsonPropertyOrder({"d", "b"})
        record Row(@Nullable Integer b, @Nullable Integer d) {}
    }

    @Test
    void fingerprint_ofBeanAsArray_coversAllPropertiesInTheirOrder() {
        assertDiffer(Rows.Row.class, Grown.Row.class);
        assertDiffer(Rows.Row.class, Swapped.Row.class);
        assertThat(fingerprint(Rows.Table.class)).isEqualTo(fingerprint(Grown.Table.class));
        Serializer<Grown.Table> grown = Serializers.json(Grown.Table.class);
        byte[] written = Serializers.json(Rows.Table.class).write(new Rows.Table(new Rows.Row(1, 2)));
        assertThatThrownBy(() -> grown.read(written, 0, written.length)).isInstanceOf(CodecException.class);
    }

    record Pair(@Nullable Integer b, @Nullable Integer d) {}

    record Pairs(@JsonFormat(shape = JsonFormat.Shape.ARRAY) Map<String, List<Pair>> pairs) {}

    interface More {
        record Pair(
                @Nullable Integer b,
                @Nullable Integer c,
                @Nullable Integer d) {}

        record Pairs(
                @JsonFormat(shape = JsonFormat.Shape.ARRAY) Map<String, List<Pair>> pairs) {}
    }

    @Test
    void fingerprint_ofPropertyAsArray_coversAllPropertiesInIt() {
        assertDiffer(Pairs.class, More.Pairs.class);
        assertThat(fingerprint(Pair.class)).isEqualTo(fingerprint(More.Pair.class));
    }

    private static void assertDiffer(Class<?>... releases) {
        assertThat(List.of(releases).stream().map(SchemaAnnotationsTest::fingerprint))
                .doesNotHaveDuplicates();
    }

    private static long fingerprint(Class<?> type) {
        return Serializers.json(type).fingerprint();
    }
}
