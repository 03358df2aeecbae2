package dev.larder.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TraceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"orm-busy, 5000000, 76349", "web12, 95607, 13756"})
    void open_bundled_hasTheDocumentedCounts(String name, int accesses, int distinct) throws IOException {
        Trace trace = Trace.open(Trace.bundled(Path.of(".."), name));

        assertThat(trace.length()).isEqualTo(accesses);
        assertThat(trace.distinctKeys()).isEqualTo(distinct);
    }

    @Test
    void open_plainFile_givesKeysAndTheirNumbers() throws IOException {
        Trace trace = Trace.open(plain(70_000, -1, 70_000, Integer.MIN_VALUE, 0, -1));

        assertThat(IntStream.range(0, 6).map(trace::key)).containsExactly(70_000, -1, 70_000, Integer.MIN_VALUE, 0, -1);
        assertThat(IntStream.range(0, 6).map(trace::ordinal)).containsExactly(0, 1, 0, 2, 3, 1);
        assertThat(trace.distinctKeys()).isEqualTo(4);
    }

    @Test
    void open_xzFile_isAsThePlainOne() throws IOException {
        int[] keys = new Random(4).ints(100_000, 0, 30_000).toArray();

        Trace trace = Trace.open(compressed(keys));

        assertThat(IntStream.range(0, trace.length()).map(trace::key).toArray()).isEqualTo(keys);
        assertThat(trace.distinctKeys())
                .isEqualTo((int) Arrays.stream(keys).distinct().count());
    }

    @Test
    void open_limit_readsTheBeginningOnly() throws IOException {
        Trace trace = Trace.open(plain(5, 6, 5, 7), 3);

        assertThat(trace.length()).isEqualTo(3);
        assertThat(trace.distinctKeys()).isEqualTo(2);
        assertThat(Trace.open(plain(5, 6), 10).length()).isEqualTo(2);
        assertThatThrownBy(() -> Trace.open(plain(5), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void id_moreKeysThanIds_areShared() throws IOException {
        Trace trace = Trace.open(plain(50, 60, 70, 50));

        assertThat(IntStream.range(0, 4).mapToLong(access -> trace.id(access, 100)))
                .containsExactly(1L, 2L, 3L, 1L);
        assertThat(IntStream.range(0, 4).mapToLong(access -> trace.id(access, 2)))
                .containsExactly(1L, 2L, 1L, 1L);
    }

    @Test
    void open_missing_namesTheFile() {
        Path file = folder.resolve("none.trace.xz");

        assertThatThrownBy(() -> Trace.open(file))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.trace.xz");
    }

    @Test
    void open_truncatedXz_saysThatItBreaksOff() throws IOException {
        Path whole = compressed(IntStream.range(0, 50_000).map(i -> i * 31).toArray());
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {0, 3, bytes.length / 2, bytes.length - 1}) {
            Path cut = Files.write(folder.resolve("cut" + length + ".trace.xz"), Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> Trace.open(cut))
                    .isInstanceOf(TraceFormatException.class)
                    .hasMessageContaining(cut.toString())
                    .hasMessageContaining("breaks off");
        }
    }

    @Test
    void open_notXz_saysSo() throws IOException {
        Path file = Files.write(folder.resolve("text.trace.xz"), "these are no accesses".getBytes());

        assertThatThrownBy(() -> Trace.open(file))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("no valid xz");
    }

    @Test
    void open_corruptXz_saysSo() throws IOException {
        byte[] bytes = Files.readAllBytes(
                compressed(new Random(1).ints(50_000, 0, 1_000_000).toArray()));
        bytes[bytes.length / 2] ^= 0x55;
        Path file = Files.write(folder.resolve("corrupt.trace.xz"), bytes);

        assertThatThrownBy(() -> Trace.open(file))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("no valid xz");
    }

    @Test
    void open_oddLength_saysWhereItEnds() throws IOException {
        Path file = Files.write(folder.resolve("odd.trace"), new byte[4 * 20_000 + 2]);

        assertThatThrownBy(() -> Trace.open(file))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("in the middle of access 20001");
    }

    @Test
    void open_empty_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("empty.trace"), new byte[0]);

        assertThatThrownBy(() -> Trace.open(file))
                .isInstanceOf(TraceFormatException.class)
                .hasMessageContaining("empty");
    }

    private Path plain(int... keys) throws IOException {
        return Files.write(Files.createTempFile(folder, "plain", ".trace"), bytes(keys));
    }

    private Path compressed(int... keys) throws IOException {
        Path file = Files.createTempFile(folder, "compressed", ".trace.xz");
        try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(1))) {
            out.write(bytes(keys));
        }
        return file;
    }

    private static byte[] bytes(int... keys) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * keys.length);
        buffer.asIntBuffer().put(keys);
        return buffer.array();
    }
}
