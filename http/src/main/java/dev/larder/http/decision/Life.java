package dev.larder.http.decision;

import java.time.Duration;

/**
 * How long a stored response may be used for what, counted from its generation: compared with its age.
 *
 * @param fresh how long it is fresh
 * @param staleWhileRevalidate how long after that it may be served while it is validated in the background (RFC 5861)
 * @param staleIfError how long after {@code fresh} it may be served if the origin fails (RFC 5861)
 * @param staleWhenDisconnected how long after {@code fresh} it may be served if the origin cannot be reached
 * @param keptForValidation how long after {@code fresh} it is worth keeping because it can be validated
 * @param validateAlways whether it must not be used without validation, fresh or not ({@code no-cache})
 * @param neverStale whether it must not be used stale, whoever allows it
 * @param immutable whether asking for it again while it is fresh is pointless (RFC 8246)
 */
public record Life(
        Duration fresh,
        Duration staleWhileRevalidate,
        Duration staleIfError,
        Duration staleWhenDisconnected,
        Duration keptForValidation,
        boolean validateAlways,
        boolean neverStale,
        boolean immutable) {

    /** Returns how long a response of this age is of any use from now on; zero for never. */
    public Duration remaining(Duration age) {
        Duration stale = Seconds.longest(
                Seconds.longest(staleWhileRevalidate, staleIfError),
                Seconds.longest(staleWhenDisconnected, keptForValidation));
        Duration end = Seconds.sum(fresh, stale);
        return Seconds.isLess(age, end) ? end.minus(age) : Duration.ZERO;
    }

    /** Returns how long a response of this age is still fresh; negative if it is stale. */
    public Duration ttl(Duration age) {
        return fresh.minus(age);
    }

    /** Decides what a policy allows. Whatever forbids stale use leaves nothing of the three kinds of it. */
    static Life of(Freshness freshness, Policy policy, boolean hasValidator, CacheSettings settings) {
        Directives directives = policy.directives();
        boolean validateAlways = directives.isUnqualified("no-cache");
        boolean neverStale = validateAlways || policy.forbidsStale();
        LifeRules rules = settings.lives();
        return new Life(
                freshness.lifetime(),
                neverStale ? Duration.ZERO : orElse(directives, "stale-while-revalidate", rules.staleWhileRevalidate()),
                neverStale ? Duration.ZERO : orElse(directives, "stale-if-error", rules.staleIfError()),
                neverStale ? Duration.ZERO : settings.staleWhenDisconnected(),
                hasValidator ? settings.keptForValidation() : Duration.ZERO,
                validateAlways,
                neverStale,
                directives.has("immutable"));
    }

    /** What a response says in a way that cannot be read allows nothing. */
    private static Duration orElse(Directives directives, String name, Duration rule) {
        Duration seconds = directives.seconds(name);
        return seconds != null ? seconds : directives.has(name) ? Duration.ZERO : rule;
    }
}
