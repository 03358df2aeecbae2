package dev.larder.redis;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.System.Logger.Level;

/**
 * Closes a connection whose transport fails in any way, such as a reset or a lack of memory for a read. Stands before the
 * client's own handlers, which would fail one command and go on: every later reply would be taken for its predecessor's.
 */
@Sharable
final class EndOnFailure extends ChannelInboundHandlerAdapter {

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the end of the channel is announced by other means
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.getLogger(EndOnFailure.class.getName())
                .log(Level.DEBUG, "redis: closing a connection that failed", cause);
        context.close();
    }
}
