package dev.larder;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.codec.Serializers;
import dev.larder.codec.TypeRef;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Types that cannot be keys or values: one kind of exception, when the cache is made, that names the cache. */
class UnsuitableTypesTest {

    record Contract(List<Object> attributes) {}

    record Page<T>(T content) {}

    @Test
    @SuppressWarnings("rawtypes")
    void cache_ofUnsuitableValues_isRefused() {
        try (Larder larder = Larder.local()) {
            refused(() -> larder.cache("contracts", Long.class, Contract.class, spec -> {}))
                    .hasMessageContaining("Contract.attributes[]")
                    .hasMessageContaining("JsonNode");
            refused(() -> larder.cache("contracts", Long.class, Page.class, spec -> {}))
                    .hasMessageContaining("TypeRef<Page<");
            refused(() -> larder.cache("contracts", Long.class, Object.class, spec -> {}));
            refused(() -> larder.cache("contracts", Long.class, new TypeRef<Map<String, ?>>() {}, spec -> {}));
            refused(() -> larder.cache(
                    "contracts", Long.class, Contract.class, spec -> spec.values(Serializers.cbor(Contract.class))));
        }
    }

    @Test
    void cache_ofUnsuitableKeys_isRefused() {
        try (Larder larder = Larder.local()) {
            refused(() -> larder.cache("contracts", Contract.class, String.class, spec -> {}));
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable making) {
        return assertThatThrownBy(making)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("cache 'contracts': ")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }
}
