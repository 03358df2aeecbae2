package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The text of keys, as it stands in Redis, and the types that have none. */
class KeyCodecTest {

    enum Shift {
        EARLY,
        LATE {
            @Override
            public String toString() {
                return "after lunch";
            }
        }
    }

    record Slot(long area, Shift shift, @Nullable String note) {}

    record Nested(Slot slot, short version) {}

    record Empty() {}

    record WithBytes(long id, byte[] hash) {}

    record WithList(List<String> names) {}

    record Endless(@Nullable Endless next) {}

    record Twice(Slot a, Slot b) {}

    @Test
    void encode_simpleKeys_areAsTheyPrint() {
        assertThat(KeyCodec.of(String.class).encode("a:b\\c")).isEqualTo("a:b\\c");
        assertThat(KeyCodec.of(Long.class).encode(-42L)).isEqualTo("-42");
        assertThat(KeyCodec.of(Integer.class).encode(42)).isEqualTo("42");
        assertThat(KeyCodec.of(Short.class).encode((short) 7)).isEqualTo("7");
        assertThat(KeyCodec.of(Byte.class).encode((byte) -7)).isEqualTo("-7");
        assertThat(KeyCodec.of(Boolean.class).encode(true)).isEqualTo("true");
        assertThat(KeyCodec.of(Character.class).encode(':')).isEqualTo(":");
        assertThat(KeyCodec.of(UUID.class).encode(new UUID(1, 2))).isEqualTo("00000000-0000-0001-0000-000000000002");
        assertThat(KeyCodec.of(LocalDate.class).encode(LocalDate.of(2026, 3, 1)))
                .isEqualTo("2026-03-01");
        assertThat(KeyCodec.of(Instant.class).encode(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void encode_enum_isTheNameOfTheConstant() {
        assertThat(KeyCodec.of(Shift.class).encode(Shift.EARLY)).isEqualTo("EARLY");
        assertThat(KeyCodec.of(Shift.class).encode(Shift.LATE)).isEqualTo("LATE");
    }

    @Test
    void encode_record_joinsItsEscapedComponents() {
        assertThat(KeyCodec.of(Slot.class).encode(new Slot(7, Shift.LATE, "a:b\\c")))
                .isEqualTo("7:LATE:a\\:b\\\\c");
        assertThat(KeyCodec.of(Slot.class).encode(new Slot(7, Shift.LATE, null)))
                .isEqualTo("7:LATE:\\-");
        assertThat(KeyCodec.of(Slot.class).encode(new Slot(7, Shift.LATE, ""))).isEqualTo("7:LATE:");
        assertThat(KeyCodec.of(Nested.class).encode(new Nested(new Slot(7, Shift.LATE, "x:"), (short) 1)))
                .isEqualTo("7\\:LATE\\:x\\\\\\::1");
        assertThat(KeyCodec.of(Empty.class).encode(new Empty())).isEmpty();
        assertThat(KeyCodec.of(Twice.class)
                        .encode(new Twice(new Slot(1, Shift.LATE, ""), new Slot(2, Shift.EARLY, ""))))
                .isEqualTo("1\\:LATE\\::2\\:EARLY\\:");
    }

    @Test
    void of_arrays_areRefusedBecauseOfTheirEquality() {
        assertThatThrownBy(() -> KeyCodec.of(byte[].class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("byte[]")
                .hasMessageContaining("not equal");
        assertThatThrownBy(() -> KeyCodec.of(WithBytes.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WithBytes.hash");
    }

    @Test
    void of_typesWithoutTextForm_areRefusedWithWhatToDo() {
        for (Class<?> type : List.of(Object.class, List.class, Double.class, WithList.class, Runnable.class)) {
            assertThatThrownBy(() -> KeyCodec.of(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("give a KeyCodec");
        }
    }

    @Test
    void of_recordWithinItself_isRefused() {
        assertThatThrownBy(() -> KeyCodec.of(Endless.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("within itself");
    }

    @Test
    void encode_halfOfASurrogatePair_isRefused() {
        assertThatThrownBy(() -> KeyCodec.of(String.class).encode("a\ud83c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("a\ud83c");
        assertThatThrownBy(() -> KeyCodec.of(Slot.class).encode(new Slot(1, Shift.LATE, "\udf31")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encode_null_isRefused() {
        assertThatThrownBy(() -> KeyCodec.of(String.class).encode(null)).isInstanceOf(NullPointerException.class);
    }
}
