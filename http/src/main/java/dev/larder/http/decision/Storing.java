package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a response is stored (RFC 9111, section 3). */
public sealed interface Storing {

    /**
     * It is.
     *
     * @param stored what is stored of it, and how long that may be used
     */
    record Store(Stored stored) implements Storing {

        /** Returns how long it is of any use. */
        public Duration kept() {
            return stored.life().remaining(stored.initialAge());
        }
    }

    /** It is not. */
    record Refuse(Refusal reason) implements Storing {}

    /**
     * Decides.
     *
     * @param request as it was forwarded
     * @param complete whether the whole response was received, or will be before it is stored
     */
    static Storing of(
            RequestHead request, ResponseHead response, boolean complete, Exchange times, CacheSettings settings) {
        return of(request, response, complete, times, settings, null);
    }

    /**
     * Decides.
     *
     * @param before how long the response was fresh that this one, unchanged, takes the place of; null if there is none
     */
    static Storing of(
            RequestHead request,
            ResponseHead response,
            boolean complete,
            Exchange times,
            CacheSettings settings,
            @Nullable Duration before) {
        Policy policy = Policy.of(response.fields(), settings);
        Refusal refusal = refusal(request, response, complete, policy, settings);
        return refusal == null ? stored(request, response, policy, times, settings, before) : new Refuse(refusal);
    }

    /** Returns whether a client does not want the response to its request stored, and settings have that obeyed. */
    static boolean isUnwanted(RequestHead request, CacheSettings settings) {
        return RequestDemands.of(request.fields(), settings).noStore();
    }

    private static Storing stored(
            RequestHead request,
            ResponseHead response,
            Policy policy,
            Exchange times,
            CacheSettings settings,
            @Nullable Duration before) {
        Vary vary = Vary.of(response.fields(), settings);
        Fields fields = StoredFields.of(response.fields(), policy.directives(), times.received());
        Freshness freshness = Freshness.of(response, policy, times, settings, before);
        Coverage coverage = null;
        if (vary.any()) {
            return new Refuse(Refusal.VARIES_BY_ALL);
        }
        if (!settings.setCookie() && fields.has("Set-Cookie")) {
            return new Refuse(Refusal.SET_COOKIE);
        }
        if (Statuses.isError(response.status()) && !isStorableError(response.status(), freshness, settings)) {
            return new Refuse(Refusal.ERROR);
        }
        if (response.status() == 206) {
            coverage = Combining.coverage(response.fields());
            if (coverage == null) {
                return new Refuse(Refusal.PARTIAL);
            }
        }
        boolean hasValidator = Stored.hasValidator(fields);
        Life life = Life.of(freshness, policy, hasValidator, settings);
        Duration age = Ages.initial(response.fields(), times, settings);
        if (life.remaining(age).isZero() || (life.validateAlways() && !hasValidator)) {
            return new Refuse(Refusal.USELESS);
        }
        if (Tags.of(request, response.fields(), settings) == null) {
            return new Refuse(Refusal.TAGS);
        }
        String variant = vary.key(request.fields(), settings);
        return new Store(new Stored(response.with(fields), age, life, variant, coverage));
    }

    private static @Nullable Refusal refusal(
            RequestHead request, ResponseHead response, boolean complete, Policy policy, CacheSettings settings) {
        Method method = Method.of(request.method());
        int status = response.status();
        if (method != Method.GET && method != Method.QUERY) {
            return Refusal.METHOD;
        }
        if (!Statuses.isFinal(status)) {
            return Refusal.INTERIM;
        }
        if (status == 304) {
            return Refusal.NOT_MODIFIED;
        }
        if (Statuses.isConditional(status)) {
            return Refusal.CONDITIONAL;
        }
        if (status == 206 && (!settings.partial() || method != Method.GET)) {
            return Refusal.PARTIAL;
        }
        if (!complete) {
            return Refusal.INCOMPLETE;
        }
        if (RequestDemands.of(request.fields(), settings).noStore()) {
            return Refusal.REQUEST_NO_STORE;
        }
        return refusal(request, status, policy, response.fields(), settings);
    }

    private static @Nullable Refusal refusal(
            RequestHead request, int status, Policy policy, Fields response, CacheSettings settings) {
        Directives directives = policy.directives();
        if (directives.has("must-understand") && !Statuses.isUnderstood(status)) {
            return Refusal.NOT_UNDERSTOOD;
        }
        if (directives.has("no-store") && !directives.isValid("must-understand")) {
            return Refusal.NO_STORE;
        }
        if (directives.isUnqualified("private")) {
            return Refusal.PRIVATE;
        }
        if (request.fields().has("Authorization") && !policy.allowsAuthorized()) {
            return Refusal.AUTHORIZED;
        }
        boolean allowed = directives.isValid("public")
                || directives.has("max-age")
                || directives.has("s-maxage")
                || (!policy.targeted() && response.has("Expires"))
                || Statuses.isHeuristic(status)
                || settings.lives().freshness(status, null) != null;
        return allowed ? null : Refusal.NOT_CACHEABLE;
    }

    private static boolean isStorableError(int status, Freshness freshness, CacheSettings settings) {
        boolean wanted = Statuses.isNegative(status) ? settings.negative() : settings.errors();
        return wanted && freshness.explicit() && !freshness.lifetime().isZero();
    }
}
