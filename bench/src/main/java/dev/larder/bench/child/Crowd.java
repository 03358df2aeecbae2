package dev.larder.bench.child;

import dev.larder.bench.twotier.TwoTier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many callers of one cache who ask for the same key at the same time, once for each key that is named; says how often it was loaded. */
public final class Crowd {

    /** Said when it waits for the next key. */
    public static final String READY = "ready";

    private static final long LOAD_MILLIS = 50;

    private Crowd() {}

    /** Takes the subject, the URI of the cache and the number of callers. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Stdio stdio = new Stdio();
        int callers = Integer.parseInt(arguments[2]);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (TwoTier cache = TwoTier.open(arguments[0], arguments[1])) {
            while (true) {
                AtomicInteger loads = new AtomicInteger();
                CyclicBarrier start = new CyclicBarrier(callers + 1);
                stdio.say(READY);
                String key = stdio.hear();
                if (key == null) {
                    return;
                }
                List<Future<String>> calls = new ArrayList<>();
                for (int caller = 0; caller < callers; caller++) {
                    calls.add(threads.submit(() -> {
                        start.await();
                        return cache.get(Long.valueOf(key), missing -> {
                            loads.incrementAndGet();
                            pause();
                            return "value of " + missing;
                        });
                    }));
                }
                start.await();
                for (Future<String> call : calls) {
                    call.get();
                }
                stdio.say(loads.toString());
            }
        } catch (java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void pause() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOAD_MILLIS);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
