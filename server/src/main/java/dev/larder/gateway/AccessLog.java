package dev.larder.gateway;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The access log: lines wait in a queue for a thread that writes them, so that no request waits for a disk. What does not fit is dropped,
 * counted, and told of once a minute.
 */
final class AccessLog implements AutoCloseable {

    /** Opens what is written to. */
    @FunctionalInterface
    interface Sheet {
        OutputStream open() throws IOException;
    }

    /** So often it looks whether it is to close; an interrupt would close the file under it. */
    private static final long LOOK_MILLIS = 200;

    private static final int BATCH = 1_000;
    private static final long CLOSING_SECONDS = 5;
    private static final long TELLING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final BlockingQueue<Visited> queue;
    private final AccessFormat format;
    private final Sheet sheet;
    private final Consumer<GatewayEvent> told;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::write, "larder-access-log");
    private OutputStream out;
    private long toldOf;
    private long toldAt;
    private boolean failed;
    private volatile boolean stale;
    private volatile boolean closed;

    private AccessLog(AccessLogSettings settings, Sheet sheet, Consumer<GatewayEvent> told) throws IOException {
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.format = settings.format();
        this.sheet = sheet;
        this.told = told;
        this.out = sheet.open();
        this.toldAt = System.nanoTime() - TELLING_NANOS;
    }

    /**
     * Opens a log.
     *
     * @throws GatewayException if its file cannot be written
     */
    static AccessLog open(AccessLogSettings settings, Consumer<GatewayEvent> told) {
        Path file = settings.file();
        return open(settings, () -> file == null ? standardOutput() : appending(file), told);
    }

    static AccessLog open(AccessLogSettings settings, Sheet sheet, Consumer<GatewayEvent> told) {
        try {
            AccessLog log = new AccessLog(settings, sheet, told);
            log.writer.setDaemon(true);
            log.writer.start();
            return log;
        } catch (IOException e) {
            throw new GatewayException(
                    "the access log " + settings.file() + " cannot be written: " + e
                            + "; create its folder, or let this user write there",
                    e);
        }
    }

    private static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    private static OutputStream appending(Path file) throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), 1 << 16);
    }

    /** Has a line written; never waits. */
    void log(Visited visited) {
        if (!queue.offer(visited)) {
            dropped.incrementAndGet();
        }
    }

    /** Returns how many lines there was no room for. */
    long dropped() {
        return dropped.get();
    }

    /** Opens the file anew before the next line, which may have been moved away. */
    void reopen() {
        stale = true;
    }

    private void write() {
        List<Visited> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            batch.clear();
            try {
                Visited first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            tell(dropped.get());
            write(batch);
        }
    }

    private void write(List<Visited> batch) {
        try {
            if (stale) {
                stale = false;
                out.close();
                out = sheet.open();
            }
            StringBuilder lines = new StringBuilder();
            for (Visited visited : batch) {
                lines.append(format.line(visited)).append('\n');
            }
            if (!batch.isEmpty()) {
                out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            failed = false;
        } catch (IOException e) {
            dropped.addAndGet(batch.size());
            stale = true;
            if (!failed) {
                failed = true;
                told.accept(new GatewayEvent.Trouble("the access log cannot be written: " + e));
            }
        }
    }

    private void tell(long count) {
        if (count > toldOf && System.nanoTime() - toldAt >= TELLING_NANOS) {
            told.accept(new GatewayEvent.Trouble((count - toldOf)
                    + " lines of the access log were dropped, because they came faster than they could be written"));
            toldOf = count;
            toldAt = System.nanoTime();
        }
    }

    /** Writes what waits, for five seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSING_SECONDS));
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            told.accept(new GatewayEvent.Trouble("the access log could not be closed: " + e));
        }
    }
}
