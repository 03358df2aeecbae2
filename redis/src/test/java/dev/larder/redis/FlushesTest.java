package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When what is flushed leaves. */
final class FlushesTest {

    /** For each flush while an answer was told, how many had left after it. */
    private final List<Integer> left = new ArrayList<>();

    private final EmbeddedChannel channel = new EmbeddedChannel(new Flushes(), new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object size) {
            send((Integer) size);
            left.add(channel.outboundMessages().size());
        }
    });

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void send(int bytes) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void flush_ofLittleWhileAnswersAreTold_leavesWithTheLast() {
        channel.writeInbound(100, 100, 100);

        assertThat(left).containsExactly(0, 0, 0);
        assertThat(channel.outboundMessages()).hasSize(3);
    }

    @Test
    void flush_ofMuchWhileAnswersAreTold_leavesAtOnce() {
        channel.writeInbound(Flushes.WORTH_BYTES, 100, Flushes.WORTH_BYTES - 100, 1);

        assertThat(left).containsExactly(1, 1, 3, 3);
        assertThat(channel.outboundMessages()).hasSize(4);
    }
}
