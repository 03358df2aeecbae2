package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry taken apart by what the page says of it. */
class AnatomyTest {

    /** Flags compressed and sealed, two tags, dictionary 77, plain length 300, a box of four bytes. */
    private static byte[] entry() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'L', 1, 0, 0, 0, 0, 0, 0, 0, 9, 6, 0, 1, 2, 3, 4, 5});
        out.writeBytes(Anatomy.varintOf(300_000));
        out.writeBytes(new byte[] {0, 0, 5});
        out.writeBytes(ByteBuffer.allocate(12).putInt(11).putLong(22).array());
        out.writeBytes(new byte[] {2, 1, 'a', 2, 'b', 'c', 0, 0, 0, 77});
        out.writeBytes(Anatomy.varintOf(300));
        out.writeBytes(new byte[] {1, 2, 3, 4});
        return out.toByteArray();
    }

    @Test
    void of_compressedWithTags_findsEveryPart() {
        byte[] entry = entry();
        Anatomy anatomy = Anatomy.of(entry);

        assertThat(anatomy.varints()).containsExactly(17, 20, 21, 22);
        assertThat(ByteBuffer.wrap(entry).getInt(anatomy.schema())).isEqualTo(11);
        assertThat(ByteBuffer.wrap(entry).getLong(anatomy.stamp())).isEqualTo(22);
        assertThat(Anatomy.varint(entry, anatomy.tags())).isEqualTo(2);
        assertThat(Anatomy.dictionaryOf(entry)).isEqualTo(77);
        assertThat(Anatomy.varint(entry, anatomy.plainLength())).isEqualTo(300);
        assertThat(entry.length - anatomy.payload()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 300_000, Integer.MAX_VALUE, Long.MAX_VALUE})
    void varintOf_anyNumber_isReadBack(long value) {
        byte[] bytes = Anatomy.varintOf(value);

        assertThat(Anatomy.varint(bytes, 0)).isEqualTo(value);
        assertThat(Anatomy.after(bytes, 0)).isEqualTo(bytes.length);
    }

    @Test
    void splice_inTheMiddle_replacesAndKeepsTheRest() {
        assertThat(Anatomy.splice(new byte[] {1, 2, 3, 4}, 1, 3, new byte[] {9}))
                .containsExactly(1, 9, 4);
    }
}
