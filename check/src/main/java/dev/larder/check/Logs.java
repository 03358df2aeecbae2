package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The logs of all threads of a process in one round, in one file, which is mapped piece by piece: so what was logged is there
 * also if the process is killed. A loader may run on any thread; one that outlives its round logs into a file that nobody
 * reads any more.
 */
@SuppressWarnings({"ReferenceEquality", "ThreadLocalUsage"}) // a round is itself; a process has one of these
final class Logs {

    private static final long PIECE = 8L * Log.CHUNK;

    private record Mine(Round round, Log log) {}

    private final ThreadLocal<Mine> mine = new ThreadLocal<>();
    private volatile Round round;

    /** Begins with a file. */
    Logs(int actor, Path file) {
        round = new Round(actor, file);
    }

    /** Begins anew, with another file. */
    void begin(int actor, Path file) {
        round = new Round(actor, file);
        // Unmaps what earlier rounds have filled; their files are deleted, but take place until then.
        System.gc();
    }

    /** The log of the current thread. */
    Log mine() {
        Round now = round;
        Mine found = mine.get();
        if (found == null || found.round != now) {
            found = new Mine(now, new Log(now.actor, now::piece));
            mine.set(found);
        }
        return found.log;
    }

    private static final class Round {
        final int actor;
        private final Path file;
        private long size;

        Round(int actor, Path file) {
            this.actor = actor;
            this.file = file;
        }

        synchronized LongBuffer piece() {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                LongBuffer piece = channel.map(FileChannel.MapMode.READ_WRITE, size, PIECE)
                        .order(ByteOrder.nativeOrder())
                        .asLongBuffer();
                size += PIECE;
                return piece;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot log to " + file, e);
            }
        }
    }
}
