package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CBOR: what JSON brings back, CBOR does, within the same limits. */
class CborSerializerTest {

    record Area(long id, String name) {}

    record Page<T>(
            List<T> items,
            Optional<String> next,
            Map<String, Instant> times,
            ZonedDateTime zoned,
            BigDecimal exact,
            BigInteger large,
            double half,
            byte[] picture) {}

    record Node(@Nullable Node child) {}

    private final Serializer<Area> areas = Serializers.cbor(Area.class);

    @Test
    void read_written_isEqual() {
        Page<Area> page = new Page<>(
                List.of(new Area(7, "Süd 🌱"), new Area(Long.MIN_VALUE, "")),
                Optional.of("2"),
                Map.of("a", Instant.parse("2026-03-29T00:59:59.123456789Z")),
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]"),
                new BigDecimal("1.50"),
                BigInteger.TWO.pow(100),
                0.1,
                new byte[] {1, 2, 3});
        Serializer<Page<Area>> pages = Serializers.cbor(new TypeRef<>() {});

        assertThat(read(pages, pages.write(page))).usingRecursiveComparison().isEqualTo(page);
        assertThat(pages.format()).isEqualTo("cbor");
    }

    @Test
    void read_withinLargerArray_readsItsPartOnly() {
        byte[] written = areas.write(new Area(7, "north"));
        byte[] whole = new byte[written.length + 5];
        System.arraycopy(written, 0, whole, 3, written.length);

        assertThat(areas.read(whole, 3, written.length)).isEqualTo(new Area(7, "north"));
        assertThatThrownBy(() -> areas.read(whole, 3, written.length + 1)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> areas.read(whole, 3, written.length - 1)).isInstanceOf(CodecException.class);
    }

    /** Nothing, null, a number, a text for a number, a fraction for one, a null, a JSON text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f6",
                "07",
                "a2626964613764" + "6e616d656161",
                "a1626964f94700",
                "a1626964f6",
                "7b226964223a377d",
                "a16269641bffffffffffffffff",
            })
    void read_whatIsNotTheValue_isRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> read(areas, bytes)).isInstanceOf(CodecException.class);
    }

    @Test
    void read_beyondLimits_isRefused() {
        Serializer<Area> narrow = Serializers.cbor(new TypeRef<Area>() {}, new JsonLimits(3, 10, 5, 60));
        Serializer<Area> wide = Serializers.cbor(Area.class);

        assertThat(read(narrow, wide.write(new Area(1, "0123456789")))).isEqualTo(new Area(1, "0123456789"));
        byte[] longer = wide.write(new Area(1, "01234567890"));
        assertThatThrownBy(() -> read(narrow, longer)).isInstanceOf(CodecException.class);
        byte[] large = Arrays.copyOf(longer, 61);
        assertThatThrownBy(() -> read(narrow, large)).hasMessageContaining("maxDocumentLength");
        assertThatThrownBy(() -> narrow.write(new Area(1, "x".repeat(60)))).hasMessageContaining("maxDocumentLength");
        // a number of more digits than the limit, as CBOR's big number: c2 and its bytes
        byte[] digits = HexFormat.of().parseHex("a1626964c24a" + "7f".repeat(10));
        assertThatThrownBy(() -> read(narrow, digits)).isInstanceOf(CodecException.class);
    }

    @Test
    void read_deepNesting_isRefusedAtTheLimit() {
        Serializer<Node> nodes = Serializers.cbor(Node.class);
        Node node = new Node(null);
        for (int i = 1; i < 100; i++) {
            node = new Node(node);
        }
        Node deepest = node;

        assertThat(read(nodes, nodes.write(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> nodes.write(new Node(deepest))).isInstanceOf(CodecException.class);
    }

    @Test
    void read_jsonOfTheSame_isRefusedAndTheOtherWayRound() {
        Serializer<Area> json = Serializers.json(Area.class);

        assertThatThrownBy(() -> read(areas, json.write(new Area(1, "a")))).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> read(json, areas.write(new Area(1, "a")))).isInstanceOf(CodecException.class);
        assertThat(areas.fingerprint()).isNotEqualTo(json.fingerprint());
    }

    /** The class path of an application that does not use CBOR. */
    @Test
    void cbor_withoutItsLibrary_saysWhatToAdd() throws Exception {
        List<URL> rest = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (!entry.contains("dataformat-cbor")) {
                rest.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(rest.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> serializers = without.loadClass(Serializers.class.getName());

            assertThat(serializers.getMethod("json", Class.class).invoke(null, String.class))
                    .isNotNull();
            assertThatThrownBy(() -> serializers.getMethod("cbor", Class.class).invoke(null, String.class))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tools.jackson.dataformat:jackson-dataformat-cbor");
        }
    }

    private static <T> T read(Serializer<T> serializer, byte[] bytes) {
        return serializer.read(bytes, 0, bytes.length);
    }
}
