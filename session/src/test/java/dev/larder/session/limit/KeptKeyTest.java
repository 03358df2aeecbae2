package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** By what a process remembers whom it counts for. */
final class KeptKeyTest {

    private static final String SHORT = "a".repeat(KeptKey.LONGEST);

    @Test
    void of_aShortKey_isTheKey() {
        assertThat(KeptKey.of("")).isEmpty();
        assertThat(KeptKey.of(SHORT)).isSameAs(SHORT);
    }

    @Test
    void of_aLongKey_isItsHash() {
        // printf 'a%.0s' $(seq 64) | sha256sum
        assertThat(KeptKey.of(SHORT + "a"))
                .isEqualTo("ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
        assertThat(KeptKey.of("x".repeat(20_000))).hasSize(KeptKey.LONGEST + 1);
    }

    @Test
    void of_aHashThatIsAKeyItself_isAnother() {
        String hash = KeptKey.of(SHORT + "a");

        assertThat(KeptKey.of(hash)).isNotEqualTo(hash);
    }
}
