package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class EndOnFailureTest {

    private final AtomicReference<Throwable> passed = new AtomicReference<>();

    /** A channel whose last handler, in the place of the client's, notes failures. */
    private EmbeddedChannel channel(SslHandler tls) {
        EmbeddedChannel channel = new EmbeddedChannel();
        if (tls != null) {
            channel.pipeline().addLast(tls);
        }
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                passed.set(cause);
            }
        });
        EndOnFailure.guard(channel.pipeline());
        return channel;
    }

    @Test
    void failure_ofTheTransport_closesAndGoesNoFurther() {
        EmbeddedChannel channel = channel(null);
        channel.pipeline().fireExceptionCaught(new IOException("reset"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(passed.get()).isNull();
    }

    @Test
    void failure_inTls_closesAndGoesNoFurther() throws SSLException {
        SslHandler tls = SslContextBuilder.forClient().build().newHandler(new EmbeddedChannel().alloc());
        EmbeddedChannel channel = channel(tls);
        channel.pipeline().context(tls).fireExceptionCaught(new OutOfMemoryError("no buffer"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(passed.get()).isNull();
    }
}
