package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The source of truth: the version of each key in memory that all JVMs share, through a mapped file. Reads and writes are
 * volatile, so it is a linearizable register for each key. Beside it stands a replica that somebody has to bring up to date.
 */
final class Source {

    /** The most that the replica may lag behind where it is read. */
    static final long MAX_LAG_NANOS = 800_000_000L;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final int keys;

    private Source(ByteBuffer memory, int keys) {
        this.memory = memory;
        this.keys = keys;
    }

    /** Maps a file, which is made if it is not there. */
    static Source open(Path file, int keys) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Source(channel.map(FileChannel.MapMode.READ_WRITE, 0, 8L * (2 * keys + 1)), keys);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot share memory through " + file, e);
        }
    }

    long read(int key) {
        return get(key);
    }

    /** Gives a key its next version, which is returned. One writer for each key. */
    long advance(int key) {
        long next = get(key) + 1;
        set(key, next);
        return next;
    }

    /** Copies everything to the replica. One thread at a time. */
    void replicate() {
        long begun = System.nanoTime();
        for (int key = 0; key < keys; key++) {
            set(keys + key, get(key));
        }
        set(2 * keys, begun);
    }

    /** Reads from the replica, or from the truth if the replica lags too far. */
    long readReplica(int key) {
        long version = get(keys + key);
        return System.nanoTime() - get(2 * keys) < MAX_LAG_NANOS ? version : read(key);
    }

    private long get(int index) {
        return (long) LONGS.getVolatile(memory, 8 * index);
    }

    private void set(int index, long value) {
        LONGS.setVolatile(memory, 8 * index, value);
    }
}
