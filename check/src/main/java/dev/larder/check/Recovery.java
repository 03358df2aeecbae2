package dev.larder.check;

import dev.larder.redis.RedisConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long a client may take, after the last fault of a round has ended, until it is coherent again. The bound is the sum of
 * what the connections' settings allow, with their defaults: a connection that the fault has ruined may be held until
 * {@code dead-after} (2 s), the next attempt may be put off by {@code max-backoff} (2 s), and takes up to {@code
 * connect-timeout} (1 s); what is in the journal is delivered within {@code command-timeout} (500 ms). Who has lost no
 * connection is coherent long before.
 */
final class Recovery {

    /** 5.5 s. */
    static final Duration BOUND = bound(RedisConfig.parse("redis://localhost"));

    /** A violation of no key in particular. */
    private static final int NO_KEY = -1;

    private Recovery() {}

    private static Duration bound(RedisConfig config) {
        return config.deadAfter()
                .plus(config.maxBackoff())
                .plus(config.connectTimeout())
                .plus(config.commandTimeout());
    }

    /**
     * Judges when the clients were coherent again.
     *
     * @param healedAt when the last fault ended, {@link System#nanoTime()}
     * @param coherentAt when each client was coherent again
     */
    static Verdict judge(long healedAt, List<Long> coherentAt, List<Fault> faults) {
        List<Violation> late = new ArrayList<>();
        for (int jvm = 0; jvm < coherentAt.size(); jvm++) {
            long millis = (coherentAt.get(jvm) - healedAt) / 1_000_000;
            if (millis > BOUND.toMillis()) {
                late.add(new Violation(
                        Rule.SETTLED,
                        NO_KEY,
                        "JVM " + jvm + " was coherent again " + millis + " ms after the end of " + faults
                                + "; the bound is " + BOUND.toMillis() + " ms"));
            }
        }
        return late.isEmpty()
                ? Verdict.NOTHING
                : new Verdict(0, 0, 0, 0, 0, 0, 0, Map.of(Rule.SETTLED, (long) late.size()), late);
    }
}
