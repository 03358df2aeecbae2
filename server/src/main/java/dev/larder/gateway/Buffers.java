package dev.larder.gateway;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;

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

    /** Joins parts. */
    static Buffer of(List<ByteBuffer> parts) {
        if (parts.size() == 1) {
            return of(parts.get(0));
        }
        Buffer whole = Buffer.buffer();
        parts.forEach(part -> whole.appendBuffer(of(part)));
        return whole;
    }

    static ByteBuffer of(Buffer buffer) {
        return ByteBuffer.wrap(buffer.getBytes());
    }
}
