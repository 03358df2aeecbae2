package dev.larder.check;

import java.util.concurrent.CountDownLatch;

/** A rest of all threads of a process: each stops, and all go on at once. */
final class Rest {

    private final CountDownLatch taken;
    private final CountDownLatch over = new CountDownLatch(1);

    Rest(int threads) {
        taken = new CountDownLatch(threads);
    }

    /** Rests until it is over. */
    void take() {
        taken.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until all threads rest. */
    void awaitAll() throws InterruptedException {
        taken.await();
    }

    void end() {
        over.countDown();
    }
}
