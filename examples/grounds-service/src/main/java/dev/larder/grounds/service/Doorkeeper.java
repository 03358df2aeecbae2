package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.http.access.ClientAddress;
import dev.larder.http.access.CrossSite;
import dev.larder.http.access.SessionCookie;
import dev.larder.session.SaveResult;
import dev.larder.session.Session;
import dev.larder.session.SessionLookup;
import dev.larder.session.Sessions;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.Limits;
import dev.larder.session.limit.OnOutage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Knows who is logged in, and lets only those change things who may: a worker what is under way, a planner contracts and areas as well, an
 * admin everything. Reading is everybody's.
 */
final class Doorkeeper implements HandlerInterceptor {

    /** The attribute that all sessions of a user share. */
    static final String ROLES = "roles";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> ALL = Set.of("worker", "planner", "admin");
    private static final Set<String> PLANNERS = Set.of("planner", "admin");

    private static final Map<Class<?>, Set<String>> CHANGES = Map.of(
            ScheduleController.class, ALL,
            EquipmentController.class, ALL,
            ContractController.class, PLANNERS,
            AreaController.class, PLANNERS,
            WorkerController.class, Set.of("admin"));

    /** Wrong passwords of one user from one address, which keep nobody out who is elsewhere; a right one costs nothing. */
    private static final Limit TRIES = Limit.builder("tries", new Algorithm.Gcra(1, Duration.ofMinutes(1), 5))
            .onOutage(new OnOutage.Closed())
            .build();

    /** Those of one user from everywhere: more than a few addresses can make, and too few to guess a password. */
    private static final Limit TRIES_FROM_ALL = Limit.builder(
                    "tries-from-all", Algorithm.Gcra.of(1_000, Duration.ofHours(1)))
            .onOutage(new OnOutage.Closed())
            .build();

    private final SessionCookie cookie = SessionCookie.DEFAULT;
    private final boolean asks;
    private final @Nullable Sessions sessions;
    private final @Nullable Limits limits;

    Doorkeeper(ServiceSettings settings, Larder larder) {
        asks = settings.login();
        boolean possible = asks && settings.hasRedis();
        sessions = possible ? Sessions.on(larder, policy -> policy.maxPerUser(10)) : null;
        limits = possible ? Limits.on(larder) : null;
    }

    SessionCookie cookie() {
        return cookie;
    }

    /** Returns whether users can log in at all. */
    boolean asks() {
        return asks;
    }

    Sessions sessions() {
        if (sessions == null) {
            throw Refusal.unavailable("Nobody can log in without Redis. Start the service with --larder.redis, or with"
                    + " --grounds.login=off to let everybody change things.");
        }
        return sessions;
    }

    /** Counts a try to log in from an address, or refuses it. */
    Decision.Allowed count(String user, String address) {
        sessions();
        String from = ClientAddress.network(address) + " " + user;
        Decision decision =
                Objects.requireNonNull(limits).tryAcquire(List.of(Ask.of(TRIES, from), Ask.of(TRIES_FROM_ALL, user)));
        if (decision instanceof Decision.Allowed allowed) {
            return allowed;
        }
        if (decision instanceof Decision.Denied denied) {
            throw Refusal.tooMany(denied);
        }
        throw Refusal.unavailable("Try again later.");
    }

    /** Takes a try back that was none. */
    void uncount(Decision.Allowed counted) {
        Objects.requireNonNull(limits).refund(counted);
    }

    /** Returns the session of whoever asks; null if there is none. */
    @Nullable
    Session session(HttpServletRequest request, HttpServletResponse response) {
        String id = cookie.find(request.getHeader("Cookie"));
        if (id == null) {
            return null;
        }
        SessionLookup lookup = sessions().read(id);
        if (lookup instanceof SessionLookup.Unavailable) {
            throw Refusal.unavailable("Try again later.");
        }
        if (!(lookup instanceof SessionLookup.Found found)) {
            return null;
        }
        if (!found.session().id().equals(id)) {
            response.addHeader("Set-Cookie", cookie.set(found.session().id()));
        }
        return found.session();
    }

    /** Returns the session of whoever asks, or refuses. */
    Session required(HttpServletRequest request, HttpServletResponse response) {
        Session session = session(request, response);
        if (session == null || session.userId() == null) {
            throw Refusal.unauthorized("Log in first: POST /login.");
        }
        return session;
    }

    /** Has all sessions of a user see a role, or refuses: what was not written may be another role than he has. */
    void give(String user, String role) {
        require(sessions().changeUser(user, changes -> changes.put(ROLES, role)));
    }

    static void require(SaveResult written) {
        if (!(written instanceof SaveResult.Saved)) {
            throw Refusal.unavailable("Try again later.");
        }
    }

    /** A page of another site changes nothing, logs nobody in, and nobody out. */
    private static boolean isForeign(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return !READS.contains(request.getMethod())
                && CrossSite.isSaid(
                        request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), host == null ? "" : host);
    }

    static String role(Session session) {
        String role = session.user().get(ROLES, String.class);
        return role == null ? "none" : role;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (asks && isForeign(request)) {
            throw Refusal.foreign();
        }
        if (asks && handler instanceof HandlerMethod method && method.hasMethodAnnotation(PatchMapping.class)) {
            sessions();
            Set<String> roles = CHANGES.getOrDefault(method.getBeanType(), Set.of());
            if (!roles.contains(role(required(request, response)))) {
                throw Refusal.forbidden();
            }
        }
        return true;
    }
}
