package dev.larder.session.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@link RateLimitFields} as Structured Fields (RFC 9651). The names of limits need no escapes. */
final class FieldValues {

    private FieldValues() {}

    static RateLimitFields of(Decision decision) {
        String policy = decision.standings().stream()
                .map(each -> policy(each.limit()))
                .distinct()
                .collect(Collectors.joining(", "));
        boolean denied = decision instanceof Decision.Denied;
        String standing = decision.standings().stream()
                .map(each -> standing(each, denied))
                .collect(Collectors.joining(", "));
        Optional<Long> retryAfter = decision instanceof Decision.Denied refused
                ? Optional.of(seconds(refused.retryAfter()))
                : Optional.empty();
        return new RateLimitFields(policy, standing, retryAfter);
    }

    private static String policy(Limit limit) {
        Algorithm algorithm = limit.algorithm();
        if (algorithm instanceof Algorithm.Gcra gcra) {
            String burst = gcra.burst() == gcra.permits() ? "" : ";larder-burst=" + gcra.burst();
            return name(limit) + ";q=" + gcra.permits() + ";w=" + seconds(gcra.per()) + burst;
        }
        if (algorithm instanceof Algorithm.SlidingWindow window) {
            return name(limit) + ";q=" + window.permits() + ";w=" + seconds(window.window());
        }
        return name(limit) + ";q=" + ((Algorithm.Concurrent) algorithm).permits() + ";qu=\"concurrent-requests\"";
    }

    private static String standing(Standing standing, boolean denied) {
        Duration next = denied ? standing.retryAfter() : standing.nextAfter();
        String reset = next.isZero() ? "" : ";t=" + seconds(next);
        return name(standing.limit()) + ";r=" + standing.remaining() + reset;
    }

    private static String name(Limit limit) {
        return '"' + limit.name() + '"';
    }

    private static long seconds(Duration time) {
        return time.getSeconds() + (time.getNano() == 0 ? 0 : 1);
    }
}
