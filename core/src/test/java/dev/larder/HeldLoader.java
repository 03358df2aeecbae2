package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A loader that has read its source, says so, and answers when it is released. */
final class HeldLoader implements Loader<String, String> {

    private final String value;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    HeldLoader(String value) {
        this.value = value;
    }

    @Override
    public String load(String key) throws InterruptedException {
        calls.incrementAndGet();
        begun.countDown();
        assertThat(released.await(60, TimeUnit.SECONDS)).as("released").isTrue();
        return value;
    }

    /** Waits until the source has been read. */
    HeldLoader awaitBegun() throws InterruptedException {
        assertThat(begun.await(60, TimeUnit.SECONDS)).as("begun").isTrue();
        return this;
    }

    void release() {
        released.countDown();
    }

    int calls() {
        return calls.get();
    }
}
