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
 * Which version of each key was begun to be written, which was acknowledged, and when: in memory that all JVMs share, through a
 * mapped file. One writer for each key; reads and writes are volatile. Times are {@link System#nanoTime()}, one clock for all
 * processes of a machine.
 */
final class Ledger {

    /** Acknowledgements of a key whose times are remembered. */
    private static final int REMEMBERED = 62;

    private static final int BEGUN = 0;
    private static final int ACKNOWLEDGED = 1;
    private static final int TIMES = 2;
    private static final int SIZE = TIMES + REMEMBERED;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private Ledger(ByteBuffer memory) {
        this.memory = memory;
    }

    /** Maps a file, which is made if it is not there. */
    static Ledger open(Path file, int keys) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Ledger(channel.map(FileChannel.MapMode.READ_WRITE, 0, 8L * SIZE * keys));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot share memory through " + file, e);
        }
    }

    /** The latest version that may be read by now. */
    long begun(int key) {
        return get(key, BEGUN);
    }

    /** The latest version that Redis is known to have; 0 before the first. */
    long acknowledged(int key) {
        return get(key, ACKNOWLEDGED);
    }

    /** Notes that the next version is about to be written, and returns it. */
    long begin(int key) {
        long next = begun(key) + 1;
        set(key, BEGUN, next);
        return next;
    }

    void acknowledge(int key, long version) {
        set(key, TIMES + (int) (version % REMEMBERED), System.nanoTime());
        set(key, ACKNOWLEDGED, version);
    }

    /**
     * Whether a version had been replaced so long ago that it was not to be read any more.
     *
     * @param newest what was acknowledged when the read began
     * @param readAt when the read began
     * @param slackNanos how old a read may be
     */
    boolean outdated(int key, long version, long newest, long readAt, long slackNanos) {
        if (version >= newest) {
            return false;
        }
        long successor = version + 1;
        // Whose time was overwritten since, that was so long ago that it is not known any more.
        long replacedAt = get(key, TIMES + (int) (successor % REMEMBERED));
        return acknowledged(key) - successor >= REMEMBERED || readAt - replacedAt > slackNanos;
    }

    private long get(int key, int index) {
        return (long) LONGS.getVolatile(memory, 8 * (key * SIZE + index));
    }

    private void set(int key, int index, long value) {
        LONGS.setVolatile(memory, 8 * (key * SIZE + index), value);
    }
}
