package dev.larder.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Buffers of both kinds. */
final class Buffers {

    private Buffers() {}

    static Buffer of(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Buffer.buffer(copy);
    }

    static ByteBuffer of(Buffer buffer) {
        return ByteBuffer.wrap(buffer.getBytes());
    }
}
