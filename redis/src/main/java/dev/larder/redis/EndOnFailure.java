package dev.larder.redis;

import io.lettuce.core.protocol.RedisHandshakeHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.lang.System.Logger.Level;

/**
 * Closes a connection whose transport fails in any way, such as a reset, a lack of memory for a read, or a broken TLS
 * record. Stands before the client's own handlers, which would fail one command and go on: every later reply would be taken
 * for its predecessor's. While the client shakes hands it lets failures pass, because the client then closes by itself and
 * tells the cause.
 */
@Sharable
final class EndOnFailure extends ChannelInboundHandlerAdapter {

    private static final EndOnFailure GUARD = new EndOnFailure();

    /** Puts one at the beginning, and one behind TLS if there is any. */
    static void guard(ChannelPipeline pipeline) {
        pipeline.addFirst(GUARD);
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls != null) {
            pipeline.addAfter(tls.name(), null, GUARD);
        }
    }

    private static boolean shakingHands(ChannelPipeline pipeline) {
        RedisHandshakeHandler handshake = pipeline.get(RedisHandshakeHandler.class);
        return handshake != null
                && !handshake.channelInitialized().toCompletableFuture().isDone();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the end of the channel is announced by other means
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (shakingHands(context.pipeline())) {
            context.fireExceptionCaught(cause);
            return;
        }
        System.getLogger(EndOnFailure.class.getName())
                .log(Level.DEBUG, "redis: closing a connection that failed", cause);
        context.close();
    }
}
