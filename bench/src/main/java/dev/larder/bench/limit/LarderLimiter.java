package dev.larder.bench.limit;

import dev.larder.Larder;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Algorithm.Gcra;
import dev.larder.session.limit.Algorithm.SlidingWindow;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.Limits;
import dev.larder.session.limit.OnOutage;
import java.nio.charset.StandardCharsets;

/** Larder's limits with the defaults, but that an outage would not go unnoticed. */
final class LarderLimiter implements Limiter {

    /** On a busy machine a call is slow rather than lost, as with the others. */
    private static final String PATIENT = "?timeout=10s&dead-after=30s";

    private final Larder larder;
    private final Limits limits;
    private final Limit limit;
    private final String[] names;

    LarderLimiter(String subject, String uri, Allowance allowance, int keys) {
        larder = Larder.builder()
                .redis(uri + PATIENT)
                .hashSecret("a secret that is known to all who read this".getBytes(StandardCharsets.US_ASCII))
                .build();
        limits = Limits.on(larder);
        Algorithm algorithm = subject.equals(LARDER_WINDOW)
                ? SlidingWindow.of(allowance.permits(), allowance.per())
                : Gcra.of(allowance.permits(), allowance.per());
        limit = Limit.builder("api", algorithm).onOutage(new OnOutage.Closed()).build();
        names = new String[keys];
        for (int key = 0; key < keys; key++) {
            names[key] = Names.of(key);
        }
    }

    @Override
    public boolean tryAcquire(int key) {
        Decision decision = limits.tryAcquire(limit, names[key]);
        if (decision instanceof Decision.Unavailable) {
            throw new IllegalStateException("Redis did not answer");
        }
        return decision.allowed();
    }

    @Override
    public void close() {
        larder.close();
    }
}
