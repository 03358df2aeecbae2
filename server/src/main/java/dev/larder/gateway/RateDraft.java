package dev.larder.gateway;

import dev.larder.http.access.Rate;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.OnOutage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a file says of a rate. */
final class RateDraft {

    /** So many in a time. */
    record Amount(long permits, Duration per) {}

    private @Nullable Amount rate;
    private @Nullable Amount window;
    private @Nullable Long burst;
    private List<String> by = List.of();
    private OnOutage onOutage = new OnOutage.Local(1);
    private long localShare;

    void rate(Amount amount) {
        rate = amount;
    }

    void window(Amount amount) {
        window = amount;
    }

    void burst(long permits) {
        burst = permits;
    }

    void by(List<String> texts) {
        by = texts;
    }

    void onOutage(OnOutage other) {
        onOutage = other;
    }

    void localShare(long permits) {
        localShare = permits;
    }

    /**
     * Makes the rate.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    Rate build(String name) {
        List<Rate.By> counted = new ArrayList<>();
        for (String text : by) {
            Rate.By one = Rate.By.of(text);
            if (one == null) {
                throw new IllegalArgumentException("by names what is counted together: address, user, route or"
                        + " header.NAME, as by: [user, route]");
            }
            counted.add(one);
        }
        Limit limit = Limit.builder(name, algorithm())
                .onOutage(onOutage)
                .localShare(localShare)
                .build();
        return new Rate(limit, counted);
    }

    private Algorithm algorithm() {
        Amount steady = rate;
        Amount sliding = window;
        if ((steady == null) == (sliding == null)) {
            throw new IllegalArgumentException("a rate says either rate: 100/1s, or window: 1000/1h");
        }
        if (sliding != null) {
            if (burst != null) {
                throw new IllegalArgumentException("burst goes with rate; a window allows all of it at once");
            }
            return Algorithm.SlidingWindow.of(sliding.permits(), sliding.per());
        }
        Amount known = Objects.requireNonNull(steady);
        return new Algorithm.Gcra(known.permits(), known.per(), burst == null ? known.permits() : burst);
    }
}
