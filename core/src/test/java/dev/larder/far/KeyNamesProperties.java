package dev.larder.far;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two different keys never share a name in Redis, and no name is anything but one entry's. */
class KeyNamesProperties {

    private static final int MAX_KEY_BYTES = 24;

    /** Characters that the names treat in their own way, and those of which escapes are made. */
    private static final List<String> CHARACTERS = List.of(
            "%",
            "{",
            "}",
            "#",
            "0",
            "2",
            "5",
            "7",
            "b",
            ":",
            "a",
            "\0",
            "\u001f",
            "\u007f",
            " ",
            "é",
            "\u0080",
            "🌱",
            "\n",
            "\u00a0",
            "\u00ad",
            "\u200b",
            "\u202e",
            "\u2066",
            "\u2028",
            "\ufeff",
            "\uDB40\uDC41");

    private final KeyNames names = new KeyNames("larder");

    private String name(String cache, String key) {
        return names.value(cache, key, MAX_KEY_BYTES).redis().toString();
    }

    @Property(seed = "71", tries = 50_000, edgeCases = EdgeCasesMode.NONE)
    void value_twoKeys_haveOneNameOnlyIfEqual(@ForAll("keys") String a, @ForAll("keys") String b) {
        assertThat(name("c", a).equals(name("c", b))).isEqualTo(a.equals(b));
    }

    @Property(seed = "72", tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void value_twoKeysOrCaches_haveOneNameOnlyIfEqual(
            @ForAll("keys") String a,
            @ForAll("keys") String b,
            @ForAll("caches") String one,
            @ForAll("caches") String two) {
        assertThat(name(one, a).equals(name(two, b))).isEqualTo(a.equals(b) && one.equals(two));
    }

    @Property(seed = "73", tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void value_anyKey_isPrintableWithOneHashTagAndIsNoTagAndNoLease(@ForAll("keys") String key) {
        ValueKey value = names.value("c", key, MAX_KEY_BYTES);
        String name = value.redis().toString();

        assertThat(name)
                .startsWith("larder:c:{")
                .endsWith("}")
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cs}&&[^ ]]|(?! )\\p{Zs}");
        String inside = name.substring("larder:c:{".length(), name.length() - 1);
        assertThat(inside).isNotEmpty().doesNotContain("{").doesNotContain("}");
        assertThat(value.full()).isEqualTo(key);
        assertThat(value.hashed()).isEqualTo(key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES);
        assertThat(names.tagOf(value.redis().bytes())).isNull();
        assertThat(new String(value.lease(), StandardCharsets.UTF_8)).isEqualTo(name + ":lease");
    }

    @Property(seed = "74", tries = 5_000, edgeCases = EdgeCasesMode.NONE)
    void tagKey_anyTag_isFoundAgain(@ForAll("keys") String tag) {
        assertThat(names.tagOf(names.tagKey(KeyNames.tag(tag)))).isEqualTo(KeyNames.tag(tag));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(CHARACTERS).list().ofMaxSize(9).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> caches() {
        return Arbitraries.of("c", "c.c", "cc", "c-lease");
    }
}
