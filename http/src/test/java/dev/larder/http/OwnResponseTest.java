package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OwnResponseTest {

    private static final ResponseHead HEAD = new ResponseHead(200, Fields.NONE);

    private final AtomicInteger cancelled = new AtomicInteger();
    private final OwnResponse own = new OwnResponse();

    private Flow.Publisher<ByteBuffer> content() {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled.incrementAndGet();
            }
        });
    }

    @Test
    void take_beforeTheAnswer_isGiven() {
        own.take(HEAD, content());

        OwnResponse.Given given = own.close();

        assertThat(given).isNotNull();
        assertThat(given.head()).isEqualTo(HEAD);
        assertThat(cancelled).hasValue(0);
        given.content().drop();
        given.content().drop();
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void take_afterTheAnswer_isDropped() {
        assertThat(own.close()).isNull();

        own.take(HEAD, content());

        assertThat(own.close()).isNull();
        assertThat(cancelled).hasValue(1);
    }
}
