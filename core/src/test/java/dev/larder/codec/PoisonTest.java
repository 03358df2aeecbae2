package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Whatever the bytes name, no class of that name is looked for, and whatever they claim, little time and memory is taken: each
 * of {@link Poison} through each serialiser.
 */
class PoisonTest {

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MOST_BYTES = 256 << 20;

    record Texts(Map<String, String> values) {}

    record Anything(@Nullable JsonNode any) {}

    record Page<T>(List<T> content) {}

    record Numbers(long number, BigInteger count, BigDecimal exact) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Mower.class, name = "mower"))
    interface Machine {}

    record Mower(int width) implements Machine {}

    private static Map<String, Serializer<?>> serializers() {
        Map<String, Serializer<?>> all = new LinkedHashMap<>();
        for (TypeRef<?> type : List.of(
                new TypeRef<Texts>() {},
                new TypeRef<Anything>() {},
                new TypeRef<Page<Map<String, Texts>>>() {},
                new TypeRef<Map<String, Machine>>() {},
                new TypeRef<Machine>() {},
                new TypeRef<Numbers>() {},
                new TypeRef<List<String>>() {})) {
            all.put("json of " + type, Serializers.json(type));
            all.put("cbor of " + type, Serializers.cbor(type));
        }
        all.put("text", Serializers.text());
        all.put("bytes", Serializers.bytes());
        return all;
    }

    @Test
    void read_poison_loadsNothingAndTakesLittle() {
        Map<String, Serializer<?>> serializers = serializers();
        List<Poison> corpus = Poison.all();
        Ears ears = new Ears();
        Thread reader = Thread.currentThread();
        ClassLoader before = reader.getContextClassLoader();
        reader.setContextClassLoader(ears);
        try {
            serializers.forEach((name, serializer) -> corpus.forEach(poison -> read(name, serializer, poison)));
        } finally {
            reader.setContextClassLoader(before);
        }

        assertThat(ears.heard).doesNotContainAnyElementsOf(Poison.GADGETS);
        assertThat(Canary.Songs.HEARD).hasValue(0);
    }

    private static void read(String name, Serializer<?> serializer, Poison poison) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            serializer.read(poison.bytes(), 0, poison.bytes().length);
        } catch (RuntimeException refused) {
            // As it should be, unless the bytes are a value of that type after all.
        }
        assertThat(System.nanoTime() - began).as(name + " took %s", poison).isLessThan(MOST_NANOS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
                .as(name + " took %s", poison)
                .isLessThan(MOST_BYTES);
    }

    /** Hears which classes are looked for by their names. */
    private static final class Ears extends ClassLoader {
        final Set<String> heard = ConcurrentHashMap.newKeySet();

        Ears() {
            super(PoisonTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            heard.add(name);
            return super.loadClass(name, resolve);
        }
    }

    /** The canary can sing, and is heard: in a loader of its own, so that it stays silent for the other test. */
    @Test
    void canary_thatIsLoaded_isHeard() throws Exception {
        Ears ears = new Ears();
        assertThat(Class.forName(Canary.class.getName(), false, ears)).isNotNull();
        assertThat(ears.heard).contains(Canary.class.getName());

        try (Alone alone = new Alone()) {
            assertThat(alone.songs()).isZero();
            Class.forName(Canary.class.getName(), true, alone);
            assertThat(alone.songs()).isEqualTo(1);
        }
    }

    /** A loader that has these classes a second time. */
    private static final class Alone extends java.net.URLClassLoader {
        Alone() {
            super(
                    new java.net.URL[] {
                        Canary.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }

        int songs() throws ReflectiveOperationException {
            var heard = loadClass(Canary.Songs.class.getName()).getDeclaredField("HEARD");
            heard.setAccessible(true);
            return ((Number) heard.get(null)).intValue();
        }
    }

    @Test
    void serializer_ofTypeThatSaysNothing_isRefused() {
        List<TypeRef<?>> silent = new ArrayList<>(
                List.of(TypeRef.of(Object.class), new TypeRef<List<Object>>() {}, new TypeRef<Map<String, ?>>() {}));
        for (TypeRef<?> type : silent) {
            assertThatThrownBy(() -> Serializers.json(type)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Serializers.cbor(type)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
