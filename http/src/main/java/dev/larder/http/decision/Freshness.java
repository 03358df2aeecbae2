package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a response is fresh from its generation on (RFC 9111, section 4.2.1).
 *
 * @param lifetime zero if it says that it is stale, or says it in a way that cannot be read
 * @param explicit whether the response itself says so, or a rule of the operator
 */
record Freshness(Duration lifetime, boolean explicit) {

    private static final Freshness NONE = new Freshness(Duration.ZERO, false);

    /** Decides. No rule applies: no freshness. */
    static Freshness of(ResponseHead response, Policy policy, Exchange times, CacheSettings settings) {
        return of(response, policy, times, settings, null);
    }

    /**
     * Decides.
     *
     * @param before how long the response was fresh that this one, unchanged, takes the place of; null if there is none
     */
    static Freshness of(
            ResponseHead response, Policy policy, Exchange times, CacheSettings settings, @Nullable Duration before) {
        Duration ruled = settings.lives().freshness(response.status(), before);
        if (ruled != null && settings.lives().overrides()) {
            return new Freshness(ruled, true);
        }
        Freshness said = said(response, policy, times);
        if (said != null) {
            return said;
        }
        return ruled == null ? heuristic(response, policy, times.received(), settings) : new Freshness(ruled, true);
    }

    private static @Nullable Freshness said(ResponseHead response, Policy policy, Exchange times) {
        for (String directive : List.of("s-maxage", "max-age")) {
            if (policy.directives().has(directive)) {
                Duration seconds = policy.directives().seconds(directive);
                return new Freshness(seconds == null ? Duration.ZERO : seconds, true);
            }
        }
        if (!policy.targeted() && response.fields().has("Expires")) {
            return new Freshness(expires(response.fields(), times.received()), true);
        }
        return null;
    }

    private static Duration expires(Fields fields, Instant received) {
        List<String> lines = fields.all("Expires");
        Instant expires = new HashSet<>(lines).size() == 1 ? HttpDate.parse(lines.get(0), received) : null;
        return expires == null ? Duration.ZERO : Seconds.between(date(fields, received), expires);
    }

    private static Freshness heuristic(ResponseHead response, Policy policy, Instant received, CacheSettings settings) {
        boolean allowed = Statuses.isHeuristic(response.status())
                || (policy.directives().isValid("public") && !Statuses.isError(response.status()));
        Instant modified = lastModified(response.fields(), received);
        if (!allowed || modified == null || settings.heuristicFraction() == 0) {
            return NONE;
        }
        Duration unchanged = Seconds.between(modified, date(response.fields(), received));
        Duration share = Duration.ofMillis((long) (unchanged.toMillis() * settings.heuristicFraction()));
        return new Freshness(Seconds.atMost(share, settings.heuristicLimit()), false);
    }

    /** Returns when a response was generated: its {@code Date}, or when it was received if it has none that can be read. */
    static Instant date(Fields fields, Instant received) {
        String date = fields.first("Date");
        Instant parsed = date == null ? null : HttpDate.parse(date, received);
        return parsed == null ? received.truncatedTo(ChronoUnit.SECONDS) : parsed;
    }

    /** Returns when a representation was modified; null if that is not known. */
    static @Nullable Instant lastModified(Fields fields, Instant now) {
        List<String> lines = fields.all("Last-Modified");
        return lines.size() == 1 ? HttpDate.parse(lines.get(0), now) : null;
    }
}
