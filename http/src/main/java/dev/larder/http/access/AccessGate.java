package dev.larder.http.access;

import dev.larder.http.AccessRules;
import dev.larder.http.Gate;
import dev.larder.http.Route;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.RequestHead;
import dev.larder.session.SessionLookup;
import dev.larder.session.Sessions;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.Limits;
import dev.larder.session.token.Introspection;
import dev.larder.session.token.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gate that asks limits how often, sessions and tokens who, and then says whether a request may go on. In this order: limits that need
 * not know who asks, who it is, whether he may, his own limits; a round trip each, where there is anything to ask.
 *
 * <p>Thread-safe, and never blocks. Ends with the larders of what it asks.
 */
public final class AccessGate implements Gate {

    /** The attribute of a user, and the claim of a token, that names the roles. */
    public static final String ROLES_ATTRIBUTE = "roles";

    private static final List<String> FROM_OUTSIDE = List.of(Gate.USER, Gate.ROLES, Gate.SCOPES);

    private final @Nullable Function<String, CompletionStage<SessionLookup>> sessions;
    private final @Nullable Function<String, CompletionStage<Introspection>> tokens;
    private final @Nullable Function<List<Ask>, CompletionStage<Decision>> limits;
    private final SessionCookie cookie;
    private final Map<String, Rate> rates;

    private AccessGate(Builder builder) {
        this.sessions = builder.sessions;
        this.tokens = builder.tokens;
        this.limits = builder.limits;
        this.cookie = builder.cookie;
        this.rates = Map.copyOf(builder.rates);
    }

    /** Begins with nothing to ask. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void check(Route route, ScreeningRules screening) {
        AccessRules rules = route.access();
        AccessRules.By by = rules.by();
        boolean needsSessions = by == AccessRules.By.SESSION || by == AccessRules.By.EITHER;
        boolean needsTokens = by == AccessRules.By.TOKEN || by == AccessRules.By.EITHER;
        if ((needsSessions && sessions == null) || (needsTokens && tokens == null)) {
            throw new IllegalArgumentException("route " + route.name() + " asks for "
                    + (needsSessions && sessions == null ? "sessions" : "tokens")
                    + ", and the gate has none; add them to it");
        }
        String problem = Rate.problem(route, rates, screening);
        if (problem != null) {
            throw new IllegalArgumentException("route " + route.name() + ": " + problem);
        }
    }

    @Override
    public boolean guards(Route route, RequestHead request) {
        return !route.access().rates().isEmpty() || route.access().asksWho(request) || checksSite(route, request);
    }

    /**
     * Returns whether a request must not come from a page of another site though nobody is asked who he is: it may change something, and its
     * origin sees the session's cookie, as those do by which users log in and out.
     */
    boolean checksSite(Route route, RequestHead request) {
        AccessRules rules = route.access();
        return rules.by() == AccessRules.By.NONE && rules.passCredentials() && AccessRules.isChange(request);
    }

    @Override
    public RequestHead outside(Route route, RequestHead request) {
        AccessRules rules = route.access();
        RequestHead bare = without(request, FROM_OUTSIDE);
        if (rules.passCredentials() && (rules.by() == AccessRules.By.NONE || rules.asksWho(request))) {
            return bare;
        }
        boolean token = rules.by() == AccessRules.By.TOKEN || rules.by() == AccessRules.By.EITHER;
        RequestHead last = token && Bearer.isIn(bare) ? without(bare, List.of("Authorization")) : bare;
        return sessions == null ? last : cookie.without(last);
    }

    private static RequestHead without(RequestHead request, List<String> names) {
        return names.stream().anyMatch(request.fields()::has)
                ? request.with(request.fields().without(names))
                : request;
    }

    @Override
    public CompletionStage<Entry> enter(Route route, RequestHead request, String address) {
        return new Entering(this, route, request, address).begin();
    }

    /** Returns the rates of a route, in its order. */
    List<Rate> rates(Route route) {
        return route.access().rates().stream()
                .map(name -> Objects.requireNonNull(rates.get(name)))
                .toList();
    }

    CompletionStage<SessionLookup> read(String id) {
        return Objects.requireNonNull(sessions).apply(id);
    }

    CompletionStage<Introspection> introspect(String token) {
        return Objects.requireNonNull(tokens).apply(token);
    }

    CompletionStage<Decision> tryAcquire(List<Ask> asks) {
        return Objects.requireNonNull(limits).apply(asks);
    }

    SessionCookie cookie() {
        return cookie;
    }

    /** Makes a gate. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Rate> rates = new LinkedHashMap<>();
        private @Nullable Function<String, CompletionStage<SessionLookup>> sessions;
        private @Nullable Function<String, CompletionStage<Introspection>> tokens;
        private @Nullable Function<List<Ask>, CompletionStage<Decision>> limits;
        private SessionCookie cookie = SessionCookie.DEFAULT;

        private Builder() {}

        /** Sets the sessions to ask, and the cookie that has their IDs. */
        public Builder sessions(Sessions others, SessionCookie itsCookie) {
            return reading(others.async()::read, itsCookie);
        }

        Builder reading(Function<String, CompletionStage<SessionLookup>> reader, SessionCookie itsCookie) {
            sessions = reader;
            cookie = itsCookie;
            return this;
        }

        /** Sets the tokens to ask. */
        public Builder tokens(Tokens others) {
            return introspecting(others.async()::introspect);
        }

        Builder introspecting(Function<String, CompletionStage<Introspection>> inspector) {
            tokens = inspector;
            return this;
        }

        /** Sets the limits to ask. */
        public Builder limits(Limits others) {
            return limiting(others.async()::tryAcquire);
        }

        Builder limiting(Function<List<Ask>, CompletionStage<Decision>> taker) {
            limits = taker;
            return this;
        }

        /**
         * Adds a limit, for the routes that name it.
         *
         * @throws IllegalArgumentException if there is one of its name
         */
        public Builder rate(Rate rate) {
            if (rates.putIfAbsent(rate.name(), rate) != null) {
                throw new IllegalArgumentException("there are two rates named " + rate.name());
            }
            return this;
        }

        /**
         * Builds.
         *
         * @throws IllegalArgumentException if there are rates and no limits
         */
        public AccessGate build() {
            if (limits == null && !rates.isEmpty()) {
                throw new IllegalArgumentException("there are rates and no limits to ask; add limits");
            }
            return new AccessGate(this);
        }
    }
}
