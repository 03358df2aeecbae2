package dev.larder.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.codec.CodecException;
import dev.larder.codec.Serializer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An Optional that an older entry lacks: Fory would leave it null, so the entry is not read. Each holder is a release. */
class ForyOptionalsTest {

    interface Before {
        record Area(long id) {}
    }

    interface After {
        record Area(long id, Optional<String> name) {}
    }

    interface Counted {
        record Area(long id, OptionalInt count) {}
    }

    interface Timed {
        record Area(long id, OptionalLong seconds) {}
    }

    interface Weighed {
        record Area(long id, OptionalDouble weight) {}
    }

    interface Noted {
        record Area(long id, @Nullable String note) {}
    }

    private static final Serializer<Before.Area> BEFORE = ForySerializer.of(Before.Area.class);

    @Test
    void read_entryWithoutAnyOptions_isRefusedWhereAnOptionalIsNeeded() {
        byte[] written = BEFORE.write(new Before.Area(7));

        for (Class<?> after : List.of(After.Area.class, Counted.Area.class, Timed.Area.class, Weighed.Area.class)) {
            Serializer<?> serializer = ForySerializer.of(after);
            assertThat(serializer.fingerprint()).isEqualTo(BEFORE.fingerprint());
            assertThatThrownBy(() -> read(serializer, written))
                    .as(after.getName())
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("Optional");
        }
        assertThat(read(ForySerializer.of(Noted.Area.class), written)).isEqualTo(new Noted.Area(7, null));
    }

    @Test
    void read_entryWithOtherOptions_isRefusedWhereAnOptionalIsNeeded() {
        byte[] written = ForySerializer.of(Noted.Area.class).write(new Noted.Area(7, "wet"));

        assertThatThrownBy(() -> read(ForySerializer.of(After.Area.class), written))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("Optional");
    }

    @Test
    void read_optionalRemoved_isAHit() {
        byte[] written = ForySerializer.of(After.Area.class).write(new After.Area(7, Optional.of("north")));

        assertThat(read(BEFORE, written)).isEqualTo(new Before.Area(7));
        assertThat(read(ForySerializer.of(After.Area.class), written))
                .isEqualTo(new After.Area(7, Optional.of("north")));
    }

    interface DeepBefore {
        record Inner(long id) {}

        class Bean {
            @Nullable
            Inner inner;
        }

        record Outer(List<Map<String, Bean>> all) {}
    }

    interface DeepAfter {
        record Inner(long id, Optional<String> name) {}

        class Bean {
            @Nullable
            Inner inner;
        }

        record Outer(List<Map<String, Bean>> all) {}
    }

    interface BeanAfter {
        record Inner(long id) {}

        class Bean {
            @Nullable
            Inner inner;

            Optional<String> name = Optional.empty();
        }

        record Outer(List<Map<String, Bean>> all) {}
    }

    @Test
    void read_optionalAddedAnywhere_isRefused() {
        Serializer<DeepBefore.Outer> before =
                ForySerializer.of(DeepBefore.Outer.class, DeepBefore.Bean.class, DeepBefore.Inner.class);
        DeepBefore.Bean bean = new DeepBefore.Bean();
        bean.inner = new DeepBefore.Inner(3);
        byte[] written = before.write(new DeepBefore.Outer(List.of(Map.of("a", bean))));

        for (Serializer<?> after : List.of(
                ForySerializer.of(DeepAfter.Outer.class, DeepAfter.Bean.class, DeepAfter.Inner.class),
                ForySerializer.of(BeanAfter.Outer.class, BeanAfter.Bean.class, BeanAfter.Inner.class))) {
            assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
            assertThatThrownBy(() -> read(after, written))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("Optional");
        }
    }

    interface Within {
        record Name(Optional<String> text) {}

        record Area(long id, @Nullable Name name) {}
    }

    /** What is around the Optional is not there either, so that nothing is null that may not be. */
    @Test
    void read_nullableAddedWithAnOptionalInIt_isAHit() {
        Serializer<Within.Area> within = ForySerializer.of(Within.Area.class, Within.Name.class);

        assertThat(read(within, BEFORE.write(new Before.Area(7)))).isEqualTo(new Within.Area(7, null));
        assertThat(read(within, ForySerializer.of(Noted.Area.class).write(new Noted.Area(7, "wet"))))
                .isEqualTo(new Within.Area(7, null));
    }

    private static <T> T read(Serializer<T> serializer, byte[] bytes) {
        return serializer.read(bytes, 0, bytes.length);
    }
}
