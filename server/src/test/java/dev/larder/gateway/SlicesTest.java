package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How content that is here is cut. */
class SlicesTest {

    /** Keeps what comes. */
    private static final class Kept implements Flow.Subscriber<ByteBuffer> {
        private final List<Integer> lengths = new ArrayList<>();
        private final boolean greedy;
        private Flow.@Nullable Subscription subscription;
        private boolean complete;

        Kept(boolean greedy) {
            this.greedy = greedy;
        }

        void ask() {
            Objects.requireNonNull(subscription).request(1);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            lengths.add(bytes.remaining());
            if (greedy) {
                ask();
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {
            complete = true;
        }
    }

    @Test
    void request_one_givesOneSlice() {
        Kept kept = new Kept(false);
        new Slices(List.of(ByteBuffer.allocate(Slices.LENGTH + 5), ByteBuffer.allocate(0), ByteBuffer.allocate(7)))
                .subscribe(kept);

        assertThat(kept.lengths).isEmpty();
        kept.ask();
        assertThat(kept.lengths).containsExactly(Slices.LENGTH);
        kept.ask();
        kept.ask();
        assertThat(kept.lengths).containsExactly(Slices.LENGTH, 5, 7);
        kept.ask();
        assertThat(kept.complete).isTrue();
    }

    @Test
    void request_fromWithinManyTimes_needsNoStack() {
        Kept kept = new Kept(true);
        ByteBuffer part = ByteBuffer.allocate(1 << 20);
        new Slices(Collections.nCopies(4_096, part)).subscribe(kept);

        kept.ask();

        assertThat(kept.lengths).hasSize(4_096 * 16);
        assertThat(kept.complete).isTrue();
    }
}
