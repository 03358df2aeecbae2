package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A serialiser of text whose writing of one value stops until it is released. */
final class HeldEncoder implements Serializer<String> {
    private final Serializer<String> text = Serializers.text();
    private final String held;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldEncoder(String held) {
        this.held = held;
    }

    @Override
    public byte[] write(String value) {
        if (value.equals(held)) {
            begun.countDown();
            try {
                assertThat(released.await(60, TimeUnit.SECONDS)).as("released").isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return text.write(value);
    }

    /** Waits until the value is being encoded. */
    void awaitBegun() throws InterruptedException {
        assertThat(begun.await(60, TimeUnit.SECONDS)).as("begun").isTrue();
    }

    void release() {
        released.countDown();
    }

    @Override
    public String read(byte[] bytes, int offset, int length) {
        return text.read(bytes, offset, length);
    }

    @Override
    public String format() {
        return text.format();
    }

    @Override
    public long fingerprint() {
        return text.fingerprint();
    }
}
