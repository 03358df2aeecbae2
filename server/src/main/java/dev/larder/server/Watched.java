package dev.larder.server;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A replay with its progress on the standard error. */
final class Watched {

    private static final long LOOK_MILLIS = 200;

    private Watched() {}

    static ReplayRun.Outcome run(ReplayRun run, Workload workload, PrintWriter err, String what)
            throws InterruptedException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "replay-progress");
            thread.setDaemon(true);
            return thread;
        });
        try (Progress progress = Progress.of(err, what, "accesses", workload.length())) {
            Future<?> watch = clock.scheduleAtFixedRate(
                    () -> progress.at(run.done()), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            ReplayRun.Outcome outcome = run.run();
            watch.cancel(false);
            progress.at(outcome.reads() + outcome.writes());
            return outcome;
        } finally {
            clock.shutdownNow();
        }
    }
}
