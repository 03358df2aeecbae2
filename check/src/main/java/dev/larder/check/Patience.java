package dev.larder.check;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a check waits for what others do. */
final class Patience {

    private static final long POLL_MILLIS = 20;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Patience() {}

    /** Something that holds or not, and takes time to find out. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Lets time pass. */
    static void pass(long millis) throws InterruptedException {
        NEVER.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits until a condition holds, so long at most; returns whether it does. */
    static boolean until(long seconds, Condition condition) throws InterruptedException {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(seconds)) {
                return false;
            }
            pass(POLL_MILLIS);
        }
        return true;
    }
}
