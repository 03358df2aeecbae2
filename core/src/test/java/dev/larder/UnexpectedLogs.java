package dev.larder;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class of tests during which Larder logged an exception, or anything above WARNING: a bug of Larder that no
 * assertion may have seen. Warnings without an exception tell of the weather between the processes, and those of a listener
 * tell of the application; neither is judged.
 *
 * <p>Found by the service loader.
 */
public final class UnexpectedLogs implements BeforeAllCallback, AfterAllCallback {

    /** Kept, because the logging framework does not. */
    private static final Logger LARDER = Logger.getLogger("dev.larder");

    private final Recorder recorder = new Recorder();

    @Override
    public void beforeAll(ExtensionContext context) {
        LARDER.addHandler(recorder);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LARDER.removeHandler(recorder);
        List<String> found = List.copyOf(recorder.found);
        recorder.found.clear();
        if (!found.isEmpty()) {
            throw new AssertionError("Larder logged what it should not: " + found);
        }
    }

    private static final class Recorder extends Handler {

        final List<String> found = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            boolean warning = record.getLevel().intValue() >= Level.WARNING.intValue();
            boolean severe = record.getLevel().intValue() > Level.WARNING.intValue();
            boolean listeners = record.getMessage().startsWith("the listener failed");
            if (severe || (warning && record.getThrown() != null && !listeners)) {
                found.add(record.getLoggerName() + ": " + record.getMessage() + ": " + record.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
