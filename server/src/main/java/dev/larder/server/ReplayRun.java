package dev.larder.server;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One replay of a workload by several threads. A cursor hands out blocks of consecutive accesses, so the order of the
 * trace is kept as nearly as threads allow. Used once.
 */
final class ReplayRun {
    private static final int BLOCK = 256;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    private final Workload workload;
    private final ReplayTarget target;
    private final int threads;
    private final AtomicInteger cursor = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> firstError = new AtomicReference<>();
    private volatile boolean stopped;

    ReplayRun(Workload workload, ReplayTarget target, int threads) {
        this.workload = workload;
        this.target = target;
        this.threads = threads;
    }

    /**
     * What was done.
     *
     * @param reads reads attempted, the failed ones among them
     * @param writes writes attempted, the failed ones among them
     * @param errors reads and writes that failed
     * @param firstError cause of the first of them, or null
     * @param nanos time from the start of the threads to the end of the last
     * @param latencies nanoseconds of the reads by the tier that answered
     * @param complete whether the whole workload was replayed
     */
    record Outcome(
            long reads,
            long writes,
            long errors,
            @Nullable Throwable firstError,
            long nanos,
            Map<ReplayTarget.Tier, Histogram> latencies,
            boolean complete) {}

    /** Replays until the end or until {@link #stop()}. */
    Outcome run() throws InterruptedException {
        List<Worker> workers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            Worker worker = new Worker(start);
            Thread thread = new Thread(worker, "replay-" + i);
            thread.setDaemon(true);
            workers.add(worker);
            running.add(thread);
            thread.start();
        }
        long began = System.nanoTime();
        start.countDown();
        try {
            for (Thread thread : running) {
                thread.join();
            }
        } finally {
            stop();
        }
        return outcome(workers, System.nanoTime() - began);
    }

    /** Ends the replay after the accesses under way. */
    void stop() {
        stopped = true;
    }

    /** Accesses done so far, to the next block. */
    int done() {
        return finished.get();
    }

    private Outcome outcome(List<Worker> workers, long nanos) {
        Map<ReplayTarget.Tier, Histogram> latencies = new EnumMap<>(ReplayTarget.Tier.class);
        long reads = 0;
        long writes = 0;
        long errors = 0;
        for (ReplayTarget.Tier tier : ReplayTarget.Tier.values()) {
            latencies.put(tier, histogram());
        }
        for (Worker worker : workers) {
            reads += worker.reads;
            writes += worker.writes;
            errors += worker.errors;
            worker.latencies.forEach((tier, histogram) -> latencies.merge(tier, histogram, (all, one) -> {
                all.add(one);
                return all;
            }));
        }
        return new Outcome(
                reads, writes, errors, firstError.get(), nanos, latencies, reads + writes == workload.length());
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, 3);
    }

    /** What one thread does; its counts are read after the thread has ended. */
    private final class Worker implements Runnable {
        private final CountDownLatch start;
        private final Map<ReplayTarget.Tier, Histogram> latencies = new EnumMap<>(ReplayTarget.Tier.class);
        private long reads;
        private long writes;
        private long errors;

        Worker(CountDownLatch start) {
            this.start = start;
            for (ReplayTarget.Tier tier : ReplayTarget.Tier.values()) {
                latencies.put(tier, histogram());
            }
        }

        @Override
        public void run() {
            try {
                start.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            while (!stopped) {
                int from = cursor.getAndAdd(BLOCK);
                if (from >= workload.length()) {
                    return;
                }
                int to = Math.min(from + BLOCK, workload.length());
                finished.addAndGet(replay(from, to));
            }
        }

        private int replay(int from, int to) {
            // One look at the clock per access: the end of one is the beginning of the next.
            long before = System.nanoTime();
            for (int access = from; access < to; access++) {
                if (stopped) {
                    return access - from;
                }
                long id = workload.id(access);
                try {
                    if (workload.isWrite(access)) {
                        writes++;
                        target.write(id);
                        before = System.nanoTime();
                    } else {
                        reads++;
                        ReplayTarget.Tier tier = target.read(id);
                        long after = System.nanoTime();
                        record(tier, after - before);
                        before = after;
                    }
                } catch (RuntimeException | Error e) {
                    // An Error too: a thread that ends here would silently leave its accesses undone.
                    failed(access, e);
                    before = System.nanoTime();
                }
            }
            return to - from;
        }

        private void record(ReplayTarget.Tier tier, long nanos) {
            Histogram histogram = latencies.get(tier);
            if (histogram != null) {
                histogram.recordValue(Math.min(nanos, LONGEST_NANOS));
            }
        }

        private void failed(int access, Throwable e) {
            if (stopped || Shutdown.underWay()) {
                // The libraries below close themselves when the process ends: what fails then was never asked for.
                if (workload.isWrite(access)) {
                    writes--;
                } else {
                    reads--;
                }
                stop();
                return;
            }
            errors++;
            firstError.compareAndSet(null, e);
        }
    }
}
