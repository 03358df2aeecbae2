package dev.larder.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.codec.CodecException;
import dev.larder.codec.Serializer;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.fory.Fory;
import org.junit.jupiter.api.Test;

/** Bytes of Fory, and of others, that name classes which are not registered: nothing is loaded, and little is taken. */
class ForyPoisonTest {

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MOST_BYTES = 256 << 20;

    record Area(long id, String name) {}

    record Texts(Map<String, String> values, List<Area> areas) {}

    /** One that writes everything, as an attacker's would. */
    private static Fory careless(ClassLoader loader, boolean compatible) {
        return Fory.builder()
                .withXlang(false)
                .withCompatible(compatible)
                .withClassLoader(loader)
                .requireClassRegistration(false)
                .build();
    }

    private interface Serialisable extends Function<String, String>, Serializable {}

    private static List<byte[]> poison(Object canary) throws Exception {
        List<byte[]> all = new ArrayList<>();
        for (boolean compatible : new boolean[] {false, true}) {
            Fory careless = careless(canary.getClass().getClassLoader(), compatible);
            Serialisable lambda = text -> text + text;
            for (Object value : new Object[] {
                canary,
                new Object[] {canary},
                List.of(canary),
                new HashMap<>(Map.of(canary, canary)),
                new HashMap<>(Map.of("values", canary)),
                canary.getClass(),
                new URL("http", "127.0.0.1", 1, "/"),
                new ProcessBuilder("id").command(),
                lambda,
                new java.util.TreeMap<>(Map.of("a", "b")),
            }) {
                all.add(careless.serialize(value));
            }
            Fory named = careless(canary.getClass().getClassLoader(), compatible);
            named.register(canary.getClass(), "Area");
            all.add(named.serialize(canary));
            Fory numbered = careless(canary.getClass().getClassLoader(), compatible);
            numbered.register(canary.getClass(), 1);
            all.add(numbered.serialize(canary));
        }
        for (String text : List.of(
                "{\"@class\":\"dev.larder.fory.Canary\",\"command\":\"id\"}",
                "[\"dev.larder.fory.Canary\",{\"command\":\"id\"}]",
                "<java class=\"java.beans.XMLDecoder\"><object class=\"dev.larder.fory.Canary\"/></java>")) {
            all.add(text.getBytes(StandardCharsets.UTF_8));
        }
        all.add(HexFormat.of()
                .parseHex("aced00057372" + "0016"
                        + HexFormat.of().formatHex("dev.larder.fory.Canary".getBytes(StandardCharsets.UTF_8))
                        + "0000000000000001020000" + "7870"));
        for (int each : new int[] {0, 1, 2, 0x1c, 0x7f, 0xff}) {
            byte[] same = new byte[1_000_000];
            Arrays.fill(same, (byte) each);
            all.add(same);
        }
        return all;
    }

    /** Puts each byte of the beginning of a true value in turn, so that lengths and types claim what is not so. */
    private static List<byte[]> lies(byte[] written) {
        List<byte[]> all = new ArrayList<>();
        for (int at = 0; at < written.length; at++) {
            for (int value : new int[] {0x7f, 0x80, 0xff}) {
                byte[] lie = Arrays.copyOf(written, written.length + 16);
                Arrays.fill(lie, at, Math.min(at + 5, lie.length), (byte) value);
                all.add(lie);
            }
        }
        return all;
    }

    @Test
    void read_poison_loadsNothingAndTakesLittle() throws Exception {
        Object canary = singing(new Ears());
        Ears ears = new Ears();
        Serializer<Texts> texts = ForySerializer.of(Texts.class, Area.class);
        byte[] good = texts.write(new Texts(Map.of("a", "b"), List.of(new Area(1, "a"))));
        assertThat(texts.read(good, 0, good.length)).isNotNull();
        List<byte[]> corpus = new ArrayList<>(poison(canary));
        corpus.addAll(lies(good));
        int before = songs();
        Thread reader = Thread.currentThread();
        ClassLoader own = reader.getContextClassLoader();
        reader.setContextClassLoader(ears);
        try {
            corpus.forEach(bytes -> read(texts, bytes));
        } finally {
            reader.setContextClassLoader(own);
        }

        assertThat(ears.heard).doesNotContain(Canary.class.getName(), "java.net.URL");
        assertThat(songs()).isEqualTo(before);
        assertThat(texts.read(good, 0, good.length).areas()).containsExactly(new Area(1, "a"));
    }

    @Test
    void read_unregisteredClass_isRefused() throws Exception {
        Serializer<Texts> texts = ForySerializer.of(Texts.class, Area.class);

        for (byte[] bytes : poison(singing(new Ears()))) {
            assertThatThrownBy(() -> texts.read(bytes, 0, bytes.length)).isInstanceOf(CodecException.class);
        }
    }

    private static int songs() {
        return Integer.getInteger(Canary.SONGS, 0);
    }

    /** The canary can sing, and is heard: by a class loader of its own, which the serialiser does not know. */
    private static Object singing(Ears ears) throws ReflectiveOperationException {
        return Class.forName(Canary.class.getName(), true, ears)
                .getDeclaredConstructor()
                .newInstance();
    }

    @Test
    void canary_thatIsLoaded_isHeard() throws Exception {
        Ears ears = new Ears();
        int before = songs();
        Object canary = singing(ears);

        assertThat(songs()).isEqualTo(before + 1);
        assertThat(ears.heard).contains(Canary.class.getName());
        assertThat(canary.getClass().getClassLoader()).isSameAs(ears);
        byte[] bytes = careless(ears, true).serialize(canary);
        Ears others = new Ears();
        assertThat(careless(others, true).deserialize(bytes).getClass().getName())
                .isEqualTo(Canary.class.getName());
        assertThat(others.heard).contains(Canary.class.getName());
        assertThat(songs()).isEqualTo(before + 2);
    }

    private static void read(Serializer<?> serializer, byte[] bytes) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        try {
            serializer.read(bytes, 0, bytes.length);
        } catch (RuntimeException refused) {
            // As it should be, unless a lie is the truth after all.
        }
        String name = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 40));
        assertThat(System.nanoTime() - began).as(name).isLessThan(MOST_NANOS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
                .as(name)
                .isLessThan(MOST_BYTES);
    }

    /** Hears which classes are looked for by their names, and has a canary of its own. */
    private static final class Ears extends ClassLoader {
        final Set<String> heard = ConcurrentHashMap.newKeySet();

        Ears() {
            super(ForyPoisonTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            heard.add(name);
            if (!name.equals(Canary.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
