package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;

/** What the threads of a process under load have done and seen. Flaws go to a file at once, and so outlive the process. */
final class Census {

    private static final int MOST_TOLD = 20;

    final LongAdder reads = new LongAdder();
    final LongAdder gets = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder misses = new LongAdder();

    private final Path file;
    private long flaws;

    /**
     * Creates it.
     *
     * @param file where flaws go, a line each
     */
    Census(Path file) {
        this.file = file;
    }

    /** Notes that something was wrong. */
    synchronized void flaw(Shelf shelf, int key, String detail) {
        flaws++;
        if (flaws <= MOST_TOLD) {
            try {
                String line = shelf.cache() + " " + key + ": " + detail.replace('\n', ' ') + "\n";
                Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot tell a flaw", e);
            }
        }
    }

    synchronized long flaws() {
        return flaws;
    }
}
