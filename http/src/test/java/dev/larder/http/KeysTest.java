package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the keys of stored responses say. */
class KeysTest {

    @Test
    void place_ofAKey_isItsAuthorityAndPath() {
        assertThat(Keys.site("all:00ff00ff:http://a:81/b/c?d=/e")).isEqualTo(new Keys.Site("a:81", "/b/c"));
        assertThat(Keys.site("all:00ff00ff:https://a/b" + "#0123456789abcdef0123"))
                .isEqualTo(new Keys.Site("a", "/b"));
        assertThat(Keys.site("something else")).isNull();
        assertThat(Keys.site("a://b")).isNull();
    }

    @Test
    void way_ofAVariant_isThatOfItsGeneration() {
        String primary = "all:00ff00ff:http://a/b";

        assertThat(Keys.way(Keys.variant(primary, 7, java.util.Map.of(), "de"))).isEqualTo(Keys.way(primary, 7));
        assertThat(Keys.way(primary)).isNull();
    }
}
