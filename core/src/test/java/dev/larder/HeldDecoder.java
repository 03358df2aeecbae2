package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A serialiser of text whose reading of one value stops until it is released. */
final class HeldDecoder implements Serializer<String> {

    private final Serializer<String> text = Serializers.text();
    private final String held;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldDecoder(String held) {
        this.held = held;
    }

    @Override
    public byte[] write(String value) {
        return text.write(value);
    }

    @Override
    public String read(byte[] bytes, int offset, int length) {
        String value = text.read(bytes, offset, length);
        if (value.equals(held)) {
            begun.countDown();
            try {
                assertThat(released.await(60, TimeUnit.SECONDS)).as("released").isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return value;
    }

    /** Waits until the bytes have arrived and are being decoded. */
    void awaitBegun() throws InterruptedException {
        assertThat(begun.await(60, TimeUnit.SECONDS)).as("begun").isTrue();
    }

    void release() {
        released.countDown();
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
