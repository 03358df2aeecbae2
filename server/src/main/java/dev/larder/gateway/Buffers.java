package dev.larder.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Buffers of both kinds. */
final class Buffers {

    private Buffers() {}

    /** Copies, once where there is an array. */
    static Buffer of(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (bytes.hasArray()) {
            return Buffer.buffer(length).appendBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        }
        byte[] copy = new byte[length];
        bytes.duplicate().get(copy);
        return Buffer.buffer(copy);
    }

    static ByteBuffer of(Buffer buffer) {
        return ByteBuffer.wrap(buffer.getBytes());
    }
}
