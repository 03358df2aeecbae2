package dev.larder.bench.child;

import dev.larder.bench.trace.Trace;
import dev.larder.bench.twotier.TwoTier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Replays a trace through a cache at fixed rates, whether answers come or not: a call is due when the rate says so, and its latency
 * counts from then, so that what waits behind a slow call is counted as slow too (no coordinated omission).
 */
public final class LoadClient {

    /** Said when it waits for the next order: a rate a second and a number of seconds. */
    public static final String READY = "ready";

    private static final int THREADS = 64;
    private static final long LOAD_MILLIS = 5;
    private static final String VALUE = "x".repeat(1_000);

    private final TwoTier cache;
    private final Trace trace;
    private final AtomicInteger next = new AtomicInteger();

    private LoadClient(TwoTier cache, Trace trace) {
        this.cache = cache;
        this.trace = trace;
    }

    /** Takes the subject, the URI of the cache and the file of the trace. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Stdio stdio = new Stdio();
        Trace trace = Trace.open(Path.of(arguments[2]));
        try (TwoTier cache = TwoTier.open(arguments[0], arguments[1])) {
            LoadClient client = new LoadClient(cache, trace);
            while (true) {
                stdio.say(READY);
                String order = stdio.hear();
                if (order == null) {
                    return;
                }
                String[] words = order.split(" ", -1);
                stdio.say(client.run(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
            }
        }
    }

    /** Returns the number of failed calls, and the latencies in nanoseconds as a histogram. */
    private String run(int rate, int seconds) throws InterruptedException {
        Recorder latencies = new Recorder(3);
        AtomicInteger failures = new AtomicInteger();
        int first = next.get();
        int calls = rate * seconds;
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Thread caller = new Thread(() -> {
                for (int call = next.getAndIncrement() - first; call < calls; call = next.getAndIncrement() - first) {
                    long due = begin + call * periodNanos;
                    awaitTime(due);
                    if (!read(call + first)) {
                        failures.incrementAndGet();
                    }
                    latencies.recordValue(Math.max(0, System.nanoTime() - due));
                }
            });
            threads.add(caller);
            caller.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        next.set(first + calls);
        return failures + " " + encoded(latencies.getIntervalHistogram());
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private boolean read(int call) {
        try {
            cache.get((long) trace.ordinal(call % trace.length()), LoadClient::load);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String load(long key) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOAD_MILLIS));
        return VALUE;
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
    }

    /** Returns the histogram of an answer. */
    public static Histogram decoded(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (java.util.zip.DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
