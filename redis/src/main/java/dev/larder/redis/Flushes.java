package dev.larder.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Has what is written while others wait to write, or while answers are told, share a system call. It is the first of its channel, and so beneath
 * TLS.
 *
 * <p>While answers are told, as much as is worth a call goes out at once: the server works on it while the rest are told. Otherwise the server
 * would have nothing to do as long as this process is busy, and this process nothing as long as the server is.
 */
final class Flushes extends FlushConsolidationHandler {

    /** Flushes that become one at most. */
    private static final int TOGETHER = 256;

    /** Bytes that are worth a system call: about twenty short commands. */
    static final int WORTH_BYTES = 768;

    /** Whether answers are being told; I/O thread only, as all that follows. */
    private boolean telling;

    /** Bytes that were written and have not left. */
    private int waiting;

    Flushes() {
        super(TOGETHER, true);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        telling = true;
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        telling = false;
        waiting = 0;
        super.channelReadComplete(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (telling && message instanceof ByteBuf bytes) {
            waiting += bytes.readableBytes();
        }
        super.write(context, message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) throws Exception {
        if (telling && waiting >= WORTH_BYTES) {
            waiting = 0;
            context.flush();
        } else {
            super.flush(context);
        }
    }
}
