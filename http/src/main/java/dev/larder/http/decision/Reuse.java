package dev.larder.http.decision;

import dev.larder.http.message.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a stored response answers a request (RFC 9111, section 4). */
public sealed interface Reuse {

    /**
     * It does.
     *
     * @param age its current age
     * @param stale why it may be served although it is stale; null if it is fresh
     */
    record Serve(Duration age, @Nullable StaleReason stale) implements Reuse {}

    /**
     * It does, stale, and is to be validated in the background.
     *
     * @param age its current age
     * @param request what is to be sent meanwhile
     */
    record ServeWhileRevalidating(Duration age, RequestHead request) implements Reuse {}

    /**
     * It may, if the origin says that it is still valid.
     *
     * @param request what is to be sent
     * @param fallback what may be served if the origin fails
     */
    record Validate(ForwardReason reason, RequestHead request, Fallback fallback) implements Reuse {}

    /**
     * It does not: the request is forwarded.
     *
     * @param fallback what may be served if the origin fails
     */
    record Fetch(ForwardReason reason, Fallback fallback) implements Reuse {}

    /** It does not, and the client wants nothing from the origin: 504. */
    record GatewayTimeout() implements Reuse {}

    /**
     * Decides.
     *
     * @param stored what is stored under the key of the request; null if nothing is
     * @param resident how long it has been stored
     * @param now to read dates by
     */
    static Reuse of(
            RequestHead request, @Nullable Stored stored, Duration resident, Instant now, CacheSettings settings) {
        Method method = Method.of(request.method());
        if (!method.isAnsweredFromStore()) {
            return new Fetch(ForwardReason.METHOD, Fallback.NONE);
        }
        RequestDemands demands = RequestDemands.of(request.fields(), settings);
        Reuse reuse;
        if (stored == null) {
            reuse = new Fetch(ForwardReason.URI_MISS, Fallback.NONE);
        } else if (!isSelected(request, stored, settings)) {
            reuse = new Fetch(ForwardReason.VARY_MISS, Fallback.NONE);
        } else if (stored.coverage() != null && !Ranges.areStored(request, stored, now, settings)) {
            reuse = new Fetch(ForwardReason.PARTIAL, Fallback.NONE);
        } else {
            reuse = selected(request, stored, stored.age(resident), demands);
        }
        boolean forwards = reuse instanceof Validate || reuse instanceof Fetch;
        return forwards && demands.onlyIfCached() ? new GatewayTimeout() : reuse;
    }

    private static boolean isSelected(RequestHead request, Stored stored, CacheSettings settings) {
        Vary vary = Vary.of(stored.head().fields(), settings);
        return !vary.any() && vary.key(request.fields(), settings).equals(stored.variant());
    }

    private static Reuse selected(RequestHead request, Stored stored, Duration age, RequestDemands demands) {
        Life life = stored.life();
        boolean fresh = Seconds.isLess(age, life.fresh());
        if (demands.noCache() || (fresh && !life.validateAlways() && !isNewEnough(life, age, demands))) {
            return forward(fresh ? ForwardReason.REQUEST : ForwardReason.STALE, request, stored, demands);
        }
        if (life.validateAlways()) {
            return forward(ForwardReason.STALE, request, stored, demands);
        }
        if (fresh) {
            return new Serve(age, null);
        }
        if (!life.neverStale() && demands.acceptsStale(age, life.fresh())) {
            return new Serve(age, StaleReason.MAX_STALE);
        }
        Duration stale = age.minus(life.fresh());
        if (Seconds.isLess(stale, life.staleWhileRevalidate()) && !demands.wantsFresh()) {
            return new ServeWhileRevalidating(age, Validation.request(request, List.of(stored)));
        }
        return forward(ForwardReason.STALE, request, stored, demands);
    }

    /** An immutable response that is fresh is as new as can be. */
    private static boolean isNewEnough(Life life, Duration age, RequestDemands demands) {
        return life.immutable() || demands.isSatisfiedBy(age, life.fresh());
    }

    private static Reuse forward(ForwardReason reason, RequestHead request, Stored stored, RequestDemands demands) {
        Fallback fallback = Fallback.of(stored.life(), demands);
        return stored.hasValidator() && stored.coverage() == null
                ? new Validate(reason, Validation.request(request, List.of(stored)), fallback)
                : new Fetch(reason, fallback);
    }
}
