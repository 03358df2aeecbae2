package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.session.limit.Algorithm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the models say, worked out by hand. Times are microseconds. */
class LimitModelTest {

    private static final long NOW = 1_000_000_000;

    /** A permit each millisecond, three at once. */
    private final LimitModel bucket = LimitModel.of(new Algorithm.Gcra(1_000, Duration.ofSeconds(1), 3));

    /** Five permits in ten milliseconds, by milliseconds. */
    private final LimitModel window = LimitModel.of(new Algorithm.SlidingWindow(5, Duration.ofMillis(10), 10));

    @Test
    void bucket_full_givesItsBurst() {
        assertThat(bucket.ask(0, NOW, 3, 0)).isEqualTo(new LimitModel.Answer(true, 0, 0, 0, 1_000, 3_000));
        assertThat(bucket.ask(0, NOW, 4, 0).allowed()).isFalse();
    }

    @Test
    void bucket_empty_saysWhenAPermitIsBack() {
        bucket.take(NOW, 3);

        assertThat(bucket.ask(1, NOW + 400, 1, 0)).isEqualTo(new LimitModel.Answer(false, 0, 0, 600, 600, 2_600));
        assertThat(bucket.ask(1, NOW + 1_000, 1, 0).allowed()).isTrue();
    }

    @Test
    void bucket_patience_allowsLater() {
        bucket.take(NOW, 3);

        assertThat(bucket.ask(1, NOW, 1, 1_000)).isEqualTo(new LimitModel.Answer(true, 1_000, 0, 0, 2_000, 4_000));
        assertThat(bucket.ask(1, NOW, 1, 999).retry()).isEqualTo(1);
    }

    @Test
    void bucket_fullAfter_saysWhenItWasAsked() {
        bucket.take(NOW, 3);

        assertThat(bucket.when(1, 2_600)).isEqualTo(NOW + 400);
        assertThat(bucket.when(1, 0)).isNull();
    }

    @Test
    void window_full_saysWhenAPartIsBack() {
        window.take(NOW + 100, 2);
        window.take(NOW + 2_500, 3);

        assertThat(window.ask(2, NOW + 2_600, 1, 0))
                .isEqualTo(new LimitModel.Answer(false, 0, 0, 8_400, 8_400, 10_400));
        assertThat(window.ask(2, NOW + 2_600, 3, 0).retry()).isEqualTo(10_400);
        assertThat(window.ask(2, NOW + 10_999, 1, 0).allowed()).isFalse();
        assertThat(window.ask(2, NOW + 11_000, 2, 0).allowed()).isTrue();
    }

    @Test
    void window_askedForNothing_takesNothing() {
        assertThat(window.ask(0, NOW, 0, 0)).isEqualTo(new LimitModel.Answer(true, 0, 5, 0, 0, 0));
    }
}
