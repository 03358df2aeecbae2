package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where processes that race hand each other credentials, and see how far the others are: in memory that all of them share, through a
 * mapped file. Each place is written by one process at a time.
 */
final class Board {

    /** Places of each race. */
    static final int PLACES = 8;

    private static final int LENGTH_BYTES = 8;
    private static final int PLACE_BYTES = 96;
    private static final int PACE_BYTES = 64;
    private static final long LOOK_NANOS = 20_000;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final int jvms;
    private final int races;

    private Board(ByteBuffer memory, int jvms, int races) {
        this.memory = memory;
        this.jvms = jvms;
        this.races = races;
    }

    /** Maps a file, which is made if it is not there. */
    static Board open(Path file, int jvms, int races) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = (long) PACE_BYTES * jvms + (long) PLACE_BYTES * PLACES * races;
            return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, size), jvms, races);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot share memory through " + file, e);
        }
    }

    /** Forgets everything: between two rounds. */
    void clear() {
        for (int jvm = 0; jvm < jvms; jvm++) {
            LONGS.setVolatile(memory, jvm * PACE_BYTES, 0L);
        }
        for (int place = 0; place < races * PLACES; place++) {
            LONGS.setVolatile(memory, at(0, place), 0L);
        }
    }

    private int at(int race, int place) {
        return PACE_BYTES * jvms + PLACE_BYTES * (race * PLACES + place);
    }

    /** Puts a text of few ASCII characters to a place. */
    void put(int race, int place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > PLACE_BYTES - LENGTH_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes do not fit");
        }
        int at = at(race, place);
        memory.put(at + LENGTH_BYTES, bytes);
        LONGS.setVolatile(memory, at, (long) bytes.length);
    }

    /** Returns what is at a place, or null if nothing is yet. */
    @Nullable
    String get(int race, int place) {
        int at = at(race, place);
        int length = (int) (long) LONGS.getVolatile(memory, at);
        if (length == 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        memory.get(at + LENGTH_BYTES, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Says how far a process is, and waits until all others are as far, or it is interrupted. */
    void meet(int jvm, int far) {
        LONGS.setVolatile(memory, jvm * PACE_BYTES, (long) far);
        for (int other = 0; other < jvms; other++) {
            while ((long) LONGS.getVolatile(memory, other * PACE_BYTES) < far
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
