package dev.larder.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The logs of all threads of a JVM in one round. A loader may run on any thread; one that outlives its round logs into one
 * that nobody reads any more.
 */
@SuppressWarnings({"ReferenceEquality", "ThreadLocalUsage"}) // a round is itself; a JVM has one of these
final class Logs {

    private record Round(ConcurrentLinkedQueue<Log> logs) {}

    private record Mine(Round round, Log log) {}

    private final int jvm;
    private final ThreadLocal<Mine> mine = new ThreadLocal<>();
    private volatile Round round = new Round(new ConcurrentLinkedQueue<>());

    Logs(int jvm) {
        this.jvm = jvm;
    }

    /** The log of the current thread. */
    Log mine() {
        Round now = round;
        Mine found = mine.get();
        if (found == null || found.round != now) {
            found = new Mine(now, new Log(jvm));
            now.logs.add(found.log);
            mine.set(found);
        }
        return found.log;
    }

    /** Writes the logs of the round to a file and begins anew. No thread but stray loaders may be logging. */
    void finish(Path file) throws IOException {
        Round ended = round;
        round = new Round(new ConcurrentLinkedQueue<>());
        Log.write(file, List.copyOf(ended.logs));
    }
}
