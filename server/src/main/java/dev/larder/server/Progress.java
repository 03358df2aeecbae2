package dev.larder.server;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows on the standard error how far something is: a bar on a terminal, now and then a line elsewhere. Safe for use by
 * several threads.
 */
final class Progress implements AutoCloseable {
    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    private final PrintWriter err;
    private final String what;
    private final String unit;
    private final long total;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private boolean shown;
    private long furthest;
    private long lastLine = System.nanoTime();

    private Progress(PrintWriter err, boolean terminal, String what, String unit, long total) {
        this.err = err;
        this.what = what;
        this.unit = unit;
        this.total = total;
        this.terminal = terminal;
    }

    /**
     * Begins to show something.
     *
     * @param err where lines go when the standard error is no terminal
     * @param what what is being done
     * @param unit what is counted, in the plural
     * @param total how many there are
     */
    static Progress of(PrintWriter err, String what, String unit, long total) {
        Progress progress = late(err, what, unit, total);
        progress.show();
        return progress;
    }

    /** The same, but shows nothing until something is done. */
    static Progress late(PrintWriter err, String what, String unit, long total) {
        // The launcher looks: Java can tell only whether input and output are both terminals.
        return new Progress(err, Boolean.getBoolean("larder.terminal"), what, unit, total);
    }

    /** So many are done; a smaller number than before is ignored. */
    synchronized void at(long done) {
        if (done <= furthest) {
            return;
        }
        furthest = done;
        if (!shown) {
            show();
        }
        if (bar != null) {
            bar.stepTo(done);
        } else if (System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
            lastLine = System.nanoTime();
            err.println(line(done));
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        } else if (shown) {
            err.println(line(furthest));
        }
    }

    private synchronized void show() {
        shown = true;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .build();
        } else {
            err.println(line(0));
        }
    }

    private String line(long done) {
        return String.format(Locale.ROOT, "%s: %,d of %,d %s (%d %%)", what, done, total, unit, done * 100 / total);
    }
}
