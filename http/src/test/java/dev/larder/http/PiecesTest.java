package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class PiecesTest {

    /** Remembers what it was given. */
    private static final class Reader implements Flow.Subscriber<ByteBuffer> {
        private final List<ByteBuffer> given = new ArrayList<>();
        private boolean ended;
        private Flow.Subscription source;
        private boolean greedy;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            given.add(bytes);
            if (greedy) {
                source.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {
            ended = true;
        }
    }

    private final byte[] content = new byte[3 * Pieces.SLICE + 5];
    private final Reader reader = new Reader();

    private void read() {
        new Pieces(List.of(ByteBuffer.wrap(content, 5, content.length - 5), ByteBuffer.wrap(content, 0, 7)))
                .subscribe(reader);
    }

    @Test
    void request_some_givesSoManySlicesAndNoCopies() {
        read();
        assertThat(reader.given).isEmpty();

        reader.source.request(2);

        assertThat(reader.given).hasSize(2);
        assertThat(reader.given.get(0).remaining()).isEqualTo(Pieces.SLICE);
        content[5] = 42;
        assertThat(reader.given.get(0).get(0)).isEqualTo((byte) 42);
    }

    @Test
    void request_oneAtATimeFromWithin_givesAllAndEnds() {
        reader.greedy = true;
        read();

        reader.source.request(1);

        assertThat(reader.given.stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(content.length - 5 + 7);
        assertThat(reader.ended).isTrue();
    }

    @Test
    void cancel_midway_givesNothingMore() {
        read();
        reader.source.request(1);

        reader.source.cancel();
        reader.source.request(9);

        assertThat(reader.given).hasSize(1);
        assertThat(reader.ended).isFalse();
    }
}
