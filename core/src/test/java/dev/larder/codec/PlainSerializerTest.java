package dev.larder.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes and text: nothing is shared with the caller, and nothing is replaced. */
class PlainSerializerTest {

    @Test
    void bytes_changedByTheCallerAfterwards_areNotChangedInTheCache() {
        byte[] value = {1, 2, 3};
        byte[] written = Serializers.bytes().write(value);
        value[0] = 99;
        assertThat(written).containsExactly(1, 2, 3);

        byte[] read = Serializers.bytes().read(written, 0, 3);
        read[0] = 99;
        assertThat(written).containsExactly(1, 2, 3);
    }

    @Test
    void bytes_withinLargerArray_areItsPartOnly() {
        assertThat(Serializers.bytes().read(new byte[] {0, 1, 2, 3, 0}, 1, 3)).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> Serializers.bytes().read(new byte[2], 1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "north", "Süd", "🌱", "\ufffd", "a\0b", "?"})
    void text_wellFormed_comesBack(String text) {
        byte[] bytes = Serializers.text().write(text);

        assertThat(bytes).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Serializers.text().read(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83c", "\udf31", "a\ud83cb", "\udf31\ud83c", "🌱\ud83c"})
    void text_halfOfASurrogatePair_isRefused(String text) {
        assertThatThrownBy(() -> Serializers.text().write(text)).isInstanceOf(CodecException.class);
    }

    @Test
    void text_bytesThatAreNotUtf8_areRefused() {
        for (byte[] bytes : new byte[][] {
            {(byte) 0xff}, {'a', (byte) 0xc3}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}
        }) {
            assertThatThrownBy(() -> Serializers.text().read(bytes, 0, bytes.length))
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void formats_ofDifferentSerialisers_differ() {
        assertThat(Serializers.text().format()).isEqualTo("text");
        assertThat(Serializers.bytes().format()).isEqualTo("bytes");
        assertThat(Serializers.text().fingerprint())
                .isNotEqualTo(Serializers.bytes().fingerprint())
                .isNotEqualTo(Serializers.json(String.class).fingerprint());
    }
}
