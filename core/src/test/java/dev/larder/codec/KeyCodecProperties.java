package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Two keys share a text only if they are equal. */
class KeyCodecProperties {

    record Pair(@Nullable String first, @Nullable String second) {}

    record Nested(
            @Nullable Pair left,
            @Nullable String middle,
            @Nullable Pair right) {}

    private final KeyCodec<Pair> pairs = KeyCodec.of(Pair.class);
    private final KeyCodec<Nested> nested = KeyCodec.of(Nested.class);

    /** Few characters, all of which the codec treats in their own way, so that a collision would be found. */
    @Property(seed = "21", tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void encode_pairs_isInjective(@ForAll("pairs") Pair a, @ForAll("pairs") Pair b) {
        assertThat(pairs.encode(a).equals(pairs.encode(b))).isEqualTo(a.equals(b));
    }

    @Property(seed = "22", tries = 20_000, edgeCases = EdgeCasesMode.NONE)
    void encode_nestedRecords_isInjective(@ForAll("nested") Nested a, @ForAll("nested") Nested b) {
        assertThat(nested.encode(a).equals(nested.encode(b))).isEqualTo(a.equals(b));
    }

    @Property(seed = "23")
    void encode_longs_isInjective(@ForAll long a, @ForAll long b) {
        KeyCodec<Long> longs = KeyCodec.of(Long.class);
        assertThat(longs.encode(a).equals(longs.encode(b))).isEqualTo(a == b);
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return Combinators.combine(parts(), parts()).as(Pair::new);
    }

    @Provide
    Arbitrary<Nested> nested() {
        return Combinators.combine(pairs().injectNull(0.2), parts(), pairs().injectNull(0.2))
                .as(Nested::new);
    }

    private static Arbitrary<String> parts() {
        return Arbitraries.of(List.of(":", "\\", "-", "a"))
                .list()
                .ofMaxSize(3)
                .map(parts -> String.join("", parts))
                .injectNull(0.2);
    }
}
