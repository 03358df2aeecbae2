package dev.larder.check;

import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What one thread did in a round. For one thread; written to a file after its end. */
final class Log {

    private static final int CHUNK = Operation.SIZE * 16_384;

    private final int jvm;
    private final List<long[]> full = new ArrayList<>();
    private long[] chunk = new long[CHUNK];
    private int used;

    Log(int jvm) {
        this.jvm = jvm;
    }

    void add(Kind kind, Outcome outcome, int key, long version, long begin, long end) {
        if (used == CHUNK) {
            full.add(chunk);
            chunk = new long[CHUNK];
            used = 0;
        }
        chunk[used] = Operation.what(kind, outcome, jvm, key);
        chunk[used + 1] = version;
        chunk[used + 2] = begin;
        chunk[used + 3] = end;
        used += Operation.SIZE;
    }

    /** What a file with this log alone would hold. */
    long[] numbers() {
        long[] numbers = new long[full.size() * CHUNK + used];
        for (int i = 0; i < full.size(); i++) {
            System.arraycopy(full.get(i), 0, numbers, i * CHUNK, CHUNK);
        }
        System.arraycopy(chunk, 0, numbers, full.size() * CHUNK, used);
        return numbers;
    }

    /** Writes logs to a file. */
    static void write(Path file, List<Log> logs) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (Log log : logs) {
                for (long[] part : log.full) {
                    write(channel, part);
                }
                write(channel, java.util.Arrays.copyOf(log.chunk, log.used));
            }
        }
    }

    private static void write(FileChannel channel, long[] numbers) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.nativeOrder());
        buffer.asLongBuffer().put(numbers);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Reads what was written. */
    static long[] read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.nativeOrder());
            long[] numbers = new long[(int) (channel.size() / 8)];
            bytes.asLongBuffer().get(numbers);
            return numbers;
        }
    }
}
