package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.AccessRules;
import dev.larder.http.AccessRules.By;
import dev.larder.http.AccessRules.Protects;
import dev.larder.http.Gate.Entry;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.session.EndReason;
import dev.larder.session.SessionLookup;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.Standing;
import dev.larder.session.token.Introspection;
import dev.larder.session.token.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate asks, in which order, and what becomes of it. Sessions, tokens and limits say what each test has them say. */
class AccessGateTest {

    private static final AccessRules SESSION = AccessRules.OPEN.with(By.SESSION, Protects.ALL);
    private static final AccessRules TOKEN = AccessRules.OPEN.with(By.TOKEN, Protects.ALL);
    private static final AccessRules EITHER = AccessRules.OPEN.with(By.EITHER, Protects.ALL);
    private static final Limit PER_ADDRESS = Limit.of("per-address", Algorithm.Gcra.of(10, Duration.ofSeconds(1)));
    private static final Limit PER_USER = Limit.of("per-user", Algorithm.Gcra.of(5, Duration.ofSeconds(1)));

    private final Map<String, SessionLookup> sessions = new HashMap<>();
    private final Map<String, Introspection> tokens = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> denying = new ArrayList<>();
    private boolean undecided;

    private final AccessGate gate = AccessGate.builder()
            .reading(
                    id -> {
                        asked.add("session " + id);
                        return CompletableFuture.completedFuture(
                                sessions.getOrDefault(id, new SessionLookup.None(EndReason.ENDED)));
                    },
                    SessionCookie.DEFAULT)
            .introspecting(token -> {
                asked.add("token " + token);
                return CompletableFuture.completedFuture(
                        tokens.getOrDefault(token, new Introspection.None(Refusal.REVOKED)));
            })
            .limiting(asks -> {
                asks.forEach(
                        ask -> asked.add(ask.limit().name() + " " + ask.key().replaceAll("\\s+", ",")));
                return CompletableFuture.completedFuture(decision(asks));
            })
            .rate(new Rate(PER_ADDRESS, List.of(new Rate.By.Address())))
            .rate(new Rate(
                    PER_USER, List.of(new Rate.By.User(), new Rate.By.OfRoute(), new Rate.By.Header("X-Tenant"))))
            .build();

    AccessGateTest() {
        sessions.put(
                "good", new SessionLookup.Found(new FakeSession("good", "alice", Map.of("roles", List.of("planner")))));
        sessions.put(
                "old", new SessionLookup.Found(new FakeSession("new", "alice", Map.of("roles", "planner, admin"))));
        sessions.put("nobody", new SessionLookup.Found(new FakeSession("nobody", null, Map.of())));
        sessions.put("away", new SessionLookup.Unavailable(new IllegalStateException("away")));
        tokens.put(
                "good",
                new Introspection.Active("svc", Set.of("read", "write"), Map.of("roles", "robot"), Instant.MAX));
        tokens.put("away", new Introspection.Unavailable(new IllegalStateException("away")));
    }

    private Decision decision(List<Ask> asks) {
        if (undecided) {
            return new Decision.Unavailable(asks.get(0).limit());
        }
        List<Standing> standings = asks.stream()
                .map(ask -> new Standing(
                        ask,
                        denying.contains(ask.limit().name()) ? 0 : 4,
                        denying.contains(ask.limit().name()) ? Duration.ofMillis(2_100) : Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        0))
                .toList();
        boolean denied = standings.stream().anyMatch(Standing::denied);
        return denied
                ? new Decision.Denied(Decision.Basis.SERVER, standings)
                : new Decision.Allowed(Decision.Basis.SERVER, Duration.ZERO, standings, List.of());
    }

    private static Route route(AccessRules rules) {
        return Route.of("contracts", "/contracts", Profile.SAFE).withAccess(rules);
    }

    private static RequestHead request(String method, String... fields) {
        return new RequestHead(method, "https", "grounds.example", "/contracts/1", Fields.of(fields));
    }

    private static RequestHead cookie(String id) {
        return request("GET", "Cookie", "a=1; __Host-session=" + id);
    }

    private static RequestHead bearer(String token) {
        return request("GET", "Authorization", "Bearer " + token);
    }

    private Entry enter(AccessRules rules, RequestHead request) {
        gate.check(route(rules), ScreeningRules.DEFAULT);
        return gate.enter(route(rules), request, "192.0.2.7")
                .toCompletableFuture()
                .join();
    }

    private Entry.Let let(AccessRules rules, RequestHead request) {
        Entry entry = enter(rules, request);
        assertThat(entry).isInstanceOf(Entry.Let.class);
        return (Entry.Let) entry;
    }

    private Entry.Turned turned(int status, AccessRules rules, RequestHead request) {
        Entry entry = enter(rules, request);
        assertThat(entry).isInstanceOf(Entry.Turned.class);
        Entry.Turned turned = (Entry.Turned) entry;
        assertThat(turned.answer().head().status()).isEqualTo(status);
        assertThat(turned.answer().head().fields().first("Cache-Control")).isEqualTo("no-store");
        return turned;
    }

    @Test
    void session_good_isItsUserWithTheRoles() {
        Entry.Let let = let(SESSION, cookie("good"));

        assertThat(let.identity()).isEqualTo(Fields.of("X-Larder-User", "alice", "X-Larder-Roles", "planner"));
        assertThat(let.key()).isNotEmpty();
        assertThat(let.isPrivate()).isTrue();
        assertThat(let.request().fields().first("Cookie")).isEqualTo("a=1");
        assertThat(let.told()).isEqualTo(Fields.NONE);
    }

    @Test
    void session_rotatedAMomentAgo_isHandedOutAnew() {
        Entry.Let let = let(SESSION, cookie("old"));

        assertThat(let.identity().first("X-Larder-Roles")).isEqualTo("admin, planner");
        assertThat(let.told().all("Set-Cookie")).containsExactly(SessionCookie.DEFAULT.set("new"));
    }

    @Test
    void session_notGood_isOneAnswer() {
        Entry.Turned ended = turned(401, SESSION, cookie("ended"));

        assertThat(ended.answer().head().fields().all("WWW-Authenticate")).containsExactly("Session");
        assertThat(ended.answer().content()).isEqualTo("401 unauthorized\n");
        for (String id : List.of("", "x".repeat(5_000), "good; __Host-session=good", "forged")) {
            assertThat(enter(SESSION, cookie(id))).isEqualTo(ended);
        }
        assertThat(enter(SESSION, request("GET"))).isEqualTo(ended);
    }

    /** When the answer arrives, the browser may have another cookie of that name: of a login or a rotation in another tab. */
    @ParameterizedTest
    @EnumSource(EndReason.class)
    void session_ended_leavesTheCookieWhichMayBeAnotherByNow(EndReason reason) {
        sessions.put("before", new SessionLookup.None(reason));

        assertThat(turned(401, SESSION, cookie("before"))
                        .answer()
                        .head()
                        .fields()
                        .has("Set-Cookie"))
                .isFalse();
    }

    /** Somebody could be logged in as somebody else, or out, by a page that he only looks at. */
    @Test
    void credentialsPassed_byAChangeFromAnotherSite_isForbiddenBeforeAnythingCounts() {
        AccessRules login = AccessRules.OPEN.withPassCredentials(true).withRates(List.of("per-address"));

        for (RequestHead foreign : List.of(
                request("POST", "Sec-Fetch-Site", "cross-site"),
                request("POST", "Sec-Fetch-Site", "same-site"),
                request("POST", "Origin", "https://evil.example"),
                request("POST", "Origin", "null"),
                request("GET", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Origin", "https://evil.example"))) {
            turned(403, login, foreign);
            assertThat(gate.guards(route(AccessRules.OPEN.withPassCredentials(true)), foreign))
                    .isTrue();
        }
        assertThat(asked).isEmpty();
        let(login, request("POST", "Sec-Fetch-Site", "same-origin"));
        let(login, request("POST", "Origin", "https://grounds.example"));
        let(login, request("POST"));
        let(login, request("GET", "Sec-Fetch-Site", "cross-site"));
        assertThat(asked).hasSize(4);
    }

    @Test
    void credentialsKept_byAChangeFromAnotherSite_isNobodysBusiness() {
        assertThat(gate.guards(route(AccessRules.OPEN), request("POST", "Sec-Fetch-Site", "cross-site")))
                .isFalse();
        assertThat(gate.guards(route(AccessRules.OPEN.withPassCredentials(true)), request("GET")))
                .isFalse();
    }

    @Test
    void session_ofNobody_isChallengedAndKept() {
        for (RequestHead request : List.of(cookie("nobody"), request("GET"), request("GET", "Cookie", "a=1"))) {
            assertThat(turned(401, SESSION, request).answer().head().fields().has("Set-Cookie"))
                    .isFalse();
        }
    }

    @Test
    void outage_isNoLogout() {
        Entry.Turned later = turned(503, SESSION, cookie("away"));

        assertThat(later.answer().head().fields().first("Retry-After")).isEqualTo("1");
        assertThat(later.answer().head().fields().has("Set-Cookie")).isFalse();
        assertThat(enter(TOKEN, bearer("away"))).isEqualTo(later);
    }

    @Test
    void outage_asAFailure_isNoLogout() {
        AccessGate closed = AccessGate.builder()
                .reading(
                        id -> CompletableFuture.failedFuture(new IllegalStateException("closed")),
                        SessionCookie.DEFAULT)
                .build();

        Entry entry = closed.enter(route(SESSION), cookie("good"), "")
                .toCompletableFuture()
                .join();

        assertThat(((Entry.Turned) entry).answer().head().status()).isEqualTo(503);
    }

    @Test
    void role_missing_isForbiddenWithoutAReason() {
        Entry.Turned turned = turned(403, SESSION.withRoles(Set.of("admin")), cookie("good"));

        assertThat(turned.answer().content()).isEqualTo("403 forbidden\n");
        assertThat(let(SESSION.withRoles(Set.of("planner", "admin")), cookie("good"))
                        .key())
                .isNotEmpty();
    }

    @Test
    void token_good_isItsSubjectWithScopesAndRoles() {
        Entry.Let let = let(TOKEN.withScopes(Set.of("read")), bearer("good"));

        assertThat(let.identity())
                .isEqualTo(
                        Fields.of("X-Larder-User", "svc", "X-Larder-Roles", "robot", "X-Larder-Scopes", "read write"));
        assertThat(let.request().fields().has("Authorization")).isFalse();
        turned(403, TOKEN.withScopes(Set.of("read", "delete")), bearer("good"));
    }

    @Test
    void token_notGood_isOneAnswer() {
        Entry.Turned revoked = turned(401, TOKEN, bearer("revoked"));

        assertThat(revoked.answer().head().fields().all("WWW-Authenticate")).containsExactly("Bearer");
        for (RequestHead request : List.of(
                request("GET"),
                bearer(""),
                bearer("x".repeat(5_000)),
                request("GET", "Authorization", "Basic good"),
                request("GET", "Authorization", "Bearer good", "Authorization", "Bearer good"),
                cookie("good"))) {
            assertThat(enter(TOKEN, request)).isEqualTo(revoked);
        }
        assertThat(let(TOKEN, request("GET", "Authorization", "bearer  good")).key())
                .isNotEmpty();
    }

    @Test
    void either_aTokenThatIsSent_counts() {
        RequestHead both = request("GET", "Authorization", "Bearer bad", "Cookie", "__Host-session=good");

        Entry.Turned turned = turned(401, EITHER, both);

        assertThat(turned.answer().head().fields().all("WWW-Authenticate")).containsExactly("Bearer", "Session");
        assertThat(let(EITHER, cookie("good")).identity().first("X-Larder-User"))
                .isEqualTo("alice");
        assertThat(let(EITHER, bearer("good")).identity().first("X-Larder-User"))
                .isEqualTo("svc");
    }

    @Test
    void sameForAll_hasNoKeyButIsPrivate() {
        Entry.Let let = let(SESSION.withSameForAll(true), cookie("good"));

        assertThat(let.key()).isEmpty();
        assertThat(let.isPrivate()).isTrue();
    }

    @Test
    void passCredentials_leavesThem() {
        assertThat(let(SESSION.withPassCredentials(true), cookie("good"))
                        .request()
                        .fields()
                        .first("Cookie"))
                .isEqualTo("a=1; __Host-session=good");
        assertThat(let(TOKEN.withPassCredentials(true), bearer("good"))
                        .request()
                        .fields()
                        .has("Authorization"))
                .isTrue();
    }

    @Test
    void passCredentials_ofRequestsThatAreEverybodys_takesThemAwayAllTheSame() {
        Route changes =
                route(AccessRules.OPEN.with(By.SESSION, Protects.CHANGES).withPassCredentials(true));
        Route login = route(AccessRules.OPEN.withPassCredentials(true));

        assertThat(gate.outside(changes, cookie("good")).fields().first("Cookie"))
                .isEqualTo("a=1");
        assertThat(gate.outside(login, cookie("good")).fields().first("Cookie")).isEqualTo("a=1; __Host-session=good");
        assertThat(gate.outside(login, request("POST", "X-Larder-User", "root")).fields())
                .isEqualTo(Fields.NONE);
    }

    @Test
    void changes_protected_letOthersPassWithoutAnythingAsked() {
        Route route = route(AccessRules.OPEN.with(By.SESSION, Protects.CHANGES));

        for (String method : List.of("GET", "HEAD", "OPTIONS", "QUERY")) {
            assertThat(gate.guards(route, request(method))).isFalse();
        }
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "get")) {
            assertThat(gate.guards(route, request(method))).isTrue();
        }
        assertThat(gate.outside(route, cookie("good")).fields().first("Cookie")).isEqualTo("a=1");
    }

    /** It is asked for by GET, and anything may be said on it. */
    @Test
    void changes_protected_areWebSocketsToo() {
        AccessRules changes = AccessRules.OPEN
                .with(By.SESSION, Protects.CHANGES)
                .withRoles(Set.of("admin"))
                .withPassCredentials(true);
        String[] handshake = {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==", "Cookie", ""};

        for (String id : List.of("good", "old", "forged")) {
            handshake[3] = "__Host-session=" + id;
            RequestHead request = request("GET", handshake);
            assertThat(gate.guards(route(changes), request)).isTrue();
            assertThat(gate.outside(route(changes), request).fields().has("Cookie"))
                    .isTrue();
        }
        turned(401, changes, request("GET", handshake));
        handshake[3] = "a=1";
        turned(401, changes, request("GET", handshake));
        handshake[3] = "__Host-session=good";
        turned(403, changes, request("GET", handshake));
        handshake[3] = "__Host-session=old";
        assertThat(let(changes, request("GET", handshake)).identity().first("X-Larder-User"))
                .isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Larder-User", "x-larder-roles", "X-LARDER-SCOPES"})
    void outside_fieldsOfIdentity_areTakenAwayEverywhere(String name) {
        RequestHead forged = request("GET", name, "admin", "Cookie", "__Host-session=good");

        assertThat(gate.outside(route(AccessRules.OPEN), forged).fields()).isEqualTo(Fields.NONE);
        assertThat(let(SESSION, forged).request().fields()).isEqualTo(Fields.NONE);
    }

    @Test
    void limits_ofEachStep_areAskedInTheirOrder() {
        AccessRules rules = SESSION.withRates(List.of("per-user", "per-address"));

        Entry.Let let = let(rules, request("GET", "Cookie", "__Host-session=good", "X-Tenant", "a b"));

        assertThat(asked)
                .containsExactly(
                        "per-address address=192.0.2.7,",
                        "session good",
                        "per-user user=alice,route=contracts,header.X-Tenant=a%20b,");
        assertThat(let.told().first("RateLimit-Policy")).isEqualTo("\"per-address\";q=10;w=1, \"per-user\";q=5;w=1");
        assertThat(let.told().first("RateLimit")).contains("\"per-address\";r=4", "\"per-user\";r=4");
    }

    @Test
    void limit_exceeded_isTurnedBeforeAnythingElse() {
        denying.add("per-address");

        Entry.Turned turned = turned(429, SESSION.withRates(List.of("per-address", "per-user")), cookie("good"));

        assertThat(asked).hasSize(1);
        assertThat(turned.answer().head().fields().first("Retry-After")).isEqualTo("3");
        assertThat(turned.answer().head().fields().first("RateLimit")).startsWith("\"per-address\";r=0");
        assertThat(turned.answer().content()).isEqualTo("429 too-many-requests\n");
    }

    @Test
    void limit_ofUsers_countsNobodyWhoIsNotKnown() {
        denying.add("per-user");
        AccessRules rules = SESSION.withRates(List.of("per-user"));

        turned(401, rules, request("GET"));
        assertThat(asked).isEmpty();
        turned(429, rules, cookie("good"));
        AccessRules changes = rules.with(By.SESSION, Protects.CHANGES);
        assertThat(let(changes, request("GET")).isPrivate()).isFalse();
    }

    @Test
    void limit_closedInAnOutage_isLater() {
        undecided = true;

        Entry.Turned turned = turned(503, AccessRules.OPEN.withRates(List.of("per-address")), request("GET"));

        assertThat(turned.answer().head().fields().first("Retry-After")).isEqualTo("1");
    }

    @Test
    void check_whatCannotBeAsked_isRefused() {
        AccessGate empty = AccessGate.builder().build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty.check(route(SESSION), ScreeningRules.DEFAULT))
                .withMessageContaining("asks for sessions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty.check(route(TOKEN), ScreeningRules.DEFAULT))
                .withMessageContaining("asks for tokens");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        gate.check(route(AccessRules.OPEN.withRates(List.of("per-adress"))), ScreeningRules.DEFAULT))
                .withMessageContaining("known are per-address, per-user");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        gate.check(route(AccessRules.OPEN.withRates(List.of("per-user"))), ScreeningRules.DEFAULT))
                .withMessageContaining("counts by user");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessGate.builder()
                        .rate(new Rate(PER_USER, List.of(new Rate.By.User())))
                        .build());
    }

    @Test
    void entry_shown_showsNobody() {
        assertThat(let(SESSION, cookie("good")).toString()).doesNotContain("alice", "good");
    }
}
