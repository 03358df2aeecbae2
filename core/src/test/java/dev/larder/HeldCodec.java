package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A serialiser of text whose reading or writing of one value stops until it is released. */
final class HeldCodec implements Serializer<String> {

    private enum Way {
        READING,
        WRITING
    }

    private final Serializer<String> text = Serializers.text();
    private final Way way;
    private final String held;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private HeldCodec(Way way, String held) {
        this.way = way;
        this.held = held;
    }

    static HeldCodec reading(String held) {
        return new HeldCodec(Way.READING, held);
    }

    static HeldCodec writing(String held) {
        return new HeldCodec(Way.WRITING, held);
    }

    @Override
    public byte[] write(String value) {
        hold(Way.WRITING, value);
        return text.write(value);
    }

    @Override
    public String read(byte[] bytes, int offset, int length) {
        String value = text.read(bytes, offset, length);
        hold(Way.READING, value);
        return value;
    }

    private void hold(Way now, String value) {
        if (now == way && value.equals(held)) {
            begun.countDown();
            try {
                assertThat(released.await(60, TimeUnit.SECONDS)).as("released").isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Waits until the value, or its bytes, have arrived and are being worked on. */
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
