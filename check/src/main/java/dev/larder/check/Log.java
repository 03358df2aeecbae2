package dev.larder.check;

import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one thread did in a round. For one thread, but for the end of what it began. Lives in memory that is given to it piece
 * by piece; where that is a mapped file, what was logged outlives the process, however it ends.
 */
final class Log {

    /** Numbers in a piece. */
    static final int CHUNK = Operation.SIZE * 4_096;

    private final int actor;
    private final Supplier<LongBuffer> pieces;
    private final List<LongBuffer> chunks = new ArrayList<>();
    private LongBuffer chunk;
    private int used;

    Log(int actor, Supplier<LongBuffer> pieces) {
        this.actor = actor;
        this.pieces = pieces;
        this.chunk = pieces.get();
        chunks.add(chunk);
    }

    /** A log in the memory of this process. */
    Log(int actor) {
        this(actor, () -> LongBuffer.allocate(CHUNK));
    }

    /** An operation that has begun and not ended yet. */
    record Begun(LongBuffer chunk, int at, int actor, Kind kind, int key) {

        /** Notes its end. */
        void end(Outcome outcome, long end) {
            chunk.put(at + 3, end);
            VarHandle.releaseFence();
            chunk.put(at, Operation.what(kind, outcome, actor, key));
        }
    }

    void add(Kind kind, Outcome outcome, int key, long version, long begin, long end) {
        if (used == CHUNK) {
            chunk = pieces.get();
            chunks.add(chunk);
            used = 0;
        }
        chunk.put(used + 1, version);
        chunk.put(used + 2, begin);
        chunk.put(used + 3, end);
        // A process that is killed here leaves no half of a record.
        VarHandle.releaseFence();
        chunk.put(used, Operation.what(kind, outcome, actor, key));
        used += Operation.SIZE;
    }

    /** Logs an operation that is about to be done, of unknown outcome until its end is noted. */
    Begun begin(Kind kind, int key, long version, long begin) {
        add(kind, Outcome.UNKNOWN, key, version, begin, Operation.NEVER);
        return new Begun(chunk, used - Operation.SIZE, actor, kind, key);
    }

    /** All of its pieces, one after the other. */
    long[] numbers() {
        long[] numbers = new long[chunks.size() * CHUNK];
        for (int i = 0; i < chunks.size(); i++) {
            chunks.get(i).get(0, numbers, i * CHUNK, CHUNK);
        }
        return numbers;
    }

    /** Reads the logs that a file holds. */
    static long[] read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long[] numbers = new long[(int) (channel.size() / 8)];
            channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer()
                    .get(numbers);
            return numbers;
        }
    }
}
