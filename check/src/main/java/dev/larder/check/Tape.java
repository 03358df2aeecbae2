package dev.larder.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Numbers that a process has noted, until they are handed over in a file. Thread-safe. */
final class Tape {

    private static final int FIRST = 1 << 14;

    private long[] numbers = new long[FIRST];
    private int used;

    /** Appends numbers. */
    synchronized void add(long... more) {
        if (used + more.length > numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * Math.max(numbers.length, more.length));
        }
        System.arraycopy(more, 0, numbers, used, more.length);
        used += more.length;
    }

    /** Writes all to a file, and forgets them. */
    synchronized void flush(Path file) {
        ByteBuffer bytes = ByteBuffer.allocate(used * Long.BYTES).order(ByteOrder.nativeOrder());
        bytes.asLongBuffer().put(numbers, 0, used);
        used = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new CheckException("what was noted cannot be written: " + e.getMessage(), e);
        }
    }

    /** Reads what was written to a file, and removes it. */
    static long[] take(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            long[] read = new long[bytes.length / Long.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asLongBuffer().get(read);
            return read;
        } catch (IOException e) {
            throw new CheckException("what was noted cannot be read: " + e.getMessage(), e);
        }
    }
}
