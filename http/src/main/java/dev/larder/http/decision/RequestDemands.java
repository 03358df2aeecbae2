package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a cache (RFC 9111, section 5.2.1), as far as settings have it obeyed. A time that cannot be read, or comes
 * twice with different values, asks nothing.
 *
 * @param noCache nothing without validation
 * @param noStore do not store the response
 * @param onlyIfCached do not ask the origin
 * @param maxAge nothing older
 * @param minFresh nothing that will be stale before
 * @param maxStale how stale is good enough
 * @param staleIfError how stale is good enough if the origin fails
 */
record RequestDemands(
        boolean noCache,
        boolean noStore,
        boolean onlyIfCached,
        @Nullable Duration maxAge,
        @Nullable Duration minFresh,
        @Nullable Duration maxStale,
        @Nullable Duration staleIfError) {

    private static final RequestDemands NONE = new RequestDemands(false, false, false, null, null, null, null);

    static RequestDemands of(Fields request, CacheSettings settings) {
        if (request.has("Cache-Control")) {
            Directives said = Directives.parse(request.all("Cache-Control"));
            boolean anyStale =
                    said.isBare(RequestDirective.MAX_STALE.token()) && settings.obeys(RequestDirective.MAX_STALE);
            return new RequestDemands(
                    isSaid(said, RequestDirective.NO_CACHE, settings),
                    isSaid(said, RequestDirective.NO_STORE, settings),
                    isSaid(said, RequestDirective.ONLY_IF_CACHED, settings),
                    seconds(said, RequestDirective.MAX_AGE, settings),
                    seconds(said, RequestDirective.MIN_FRESH, settings),
                    anyStale ? Seconds.MOST : seconds(said, RequestDirective.MAX_STALE, settings),
                    seconds(said, RequestDirective.STALE_IF_ERROR, settings));
        }
        boolean pragma = request.has("Pragma")
                && settings.obeys(RequestDirective.NO_CACHE)
                && Directives.parse(request.all("Pragma")).has("no-cache");
        return pragma ? new RequestDemands(true, false, false, null, null, null, null) : NONE;
    }

    private static boolean isSaid(Directives said, RequestDirective directive, CacheSettings settings) {
        return settings.obeys(directive) && said.has(directive.token());
    }

    private static @Nullable Duration seconds(Directives said, RequestDirective directive, CacheSettings settings) {
        return settings.obeys(directive) ? said.seconds(directive.token()) : null;
    }

    /** Returns whether a fresh response is new enough. */
    boolean isSatisfiedBy(Duration age, Duration fresh) {
        return (maxAge == null || age.compareTo(maxAge) <= 0)
                && (minFresh == null || fresh.minus(age).compareTo(minFresh) >= 0);
    }

    /** Returns whether a stale response is good enough because the client says so. */
    boolean acceptsStale(Duration age, Duration fresh) {
        return maxStale != null
                && age.minus(fresh).compareTo(maxStale) <= 0
                && (maxAge == null || age.compareTo(maxAge) <= 0);
    }

    /** Returns whether a client wants nothing stale: it sets a limit, and does not say how far it may be passed. */
    boolean wantsFresh() {
        return maxAge != null || minFresh != null;
    }
}
