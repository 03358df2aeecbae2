package dev.larder.http.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Larder;
import dev.larder.codec.TypeRef;
import dev.larder.http.AccessRules;
import dev.larder.http.AccessRules.By;
import dev.larder.http.AccessRules.Protects;
import dev.larder.http.Route;
import dev.larder.http.access.AccessGate;
import dev.larder.http.access.Rate;
import dev.larder.http.access.SessionCookie;
import dev.larder.http.decision.Profile;
import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.Sessions;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.Limits;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.TokenPair;
import dev.larder.session.token.Tokens;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions, tokens and limits before an application, over sockets and a real Redis. */
@Timeout(120)
class LarderFilterAccessIT extends BehindTheFilter {

    private static final byte[] SECRET = "a secret of thirty-two bytes....".getBytes(StandardCharsets.US_ASCII);
    private static final AccessRules SESSION = AccessRules.OPEN.with(By.SESSION, Protects.ALL);

    private Sessions sessions;
    private Tokens tokens;

    @Override
    Larder connected(String uri) {
        return Larder.builder().redis(uri).hashSecret(SECRET).build();
    }

    @Override
    void settle(LarderFilter.Builder builder) {
        sessions = Sessions.on(larder, policy -> policy);
        tokens = Tokens.on(larder);
        Limit few = Limit.of("few" + System.nanoTime(), Algorithm.Gcra.of(2, Duration.ofHours(1)));
        builder.gate(AccessGate.builder()
                        .sessions(sessions, SessionCookie.DEFAULT)
                        .tokens(tokens)
                        .limits(Limits.on(larder))
                        .rate(new Rate(few, List.of(new Rate.By.Address())))
                        .build())
                .route(Route.of("account", "/account", Profile.SAFE).withAccess(SESSION))
                .route(Route.of("admin", "/admin", Profile.SAFE).withAccess(SESSION.withRoles(Set.of("admin"))))
                .route(Route.of("contracts", "/contracts", Profile.SAFE)
                        .withAccess(AccessRules.OPEN
                                .with(By.SESSION, Protects.CHANGES)
                                .withRoles(Set.of("admin"))))
                .route(Route.of("api", "/api", Profile.SAFE)
                        .withAccess(
                                AccessRules.OPEN.with(By.TOKEN, Protects.ALL).withScopes(Set.of("read"))))
                .route(Route.of("few", "/few", Profile.SAFE)
                        .withAccess(AccessRules.OPEN.withRates(List.of(few.name()))));
    }

    private String login(String user, String... roles) {
        sessions.changeUser(user, changes -> changes.put("roles", List.of(roles), new TypeRef<List<String>>() {}));
        return ((Grant.Granted) sessions.login(user, Details.NONE)).session().id();
    }

    private Container.Reply get(String id, String target, String... more) throws Exception {
        String[] fields = Arrays.copyOf(new String[] {"Cookie", "a=1; __Host-session=" + id}, more.length + 2);
        System.arraycopy(more, 0, fields, 2, more.length);
        return container.get(target, fields);
    }

    /** All that says who it is. */
    private static String said(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        Cookie[] cookies = request.getCookies();
        return (principal == null ? "nobody" : principal.getName()) + " " + request.getRemoteUser() + " "
                + request.isUserInRole("admin") + " " + request.getHeader("X-Larder-User") + " "
                + (cookies == null
                        ? "none"
                        : String.join(
                                ",", Arrays.stream(cookies).map(Cookie::getName).toList()))
                + " " + request.getHeader("Authorization");
    }

    @Test
    void session_good_isThePrincipalAndItsCookieEndsHere() throws Exception {
        container.app = (request, response) -> {
            response.setCharacterEncoding("UTF-8");
            cached(response, said(request));
        };
        String id = login("jörg", "admin");

        assertThat(get(id, "/account/1", "X-Larder-User", "root").text()).isEqualTo("jörg jörg true j%C3%B6rg a null");
        assertThat(container.get("/account/1").status()).isEqualTo(401);
        assertThat(get(id + "x", "/account/1").status()).isEqualTo(401);
        assertThat(get(id + "x", "/account/1").field("Set-Cookie")).isNull();
        assertThat(container.entered).hasValue(1);
    }

    @Test
    void response_ofAUser_isStoredForNobodyElse() throws Exception {
        container.app = (request, response) -> cached(response, said(request));
        String alice = login("alice");
        String bob = login("bob");

        for (int i = 0; i < 2; i++) {
            assertThat(container
                            .get("/account/2", "Cookie", "__Host-session=" + alice)
                            .text())
                    .startsWith("alice");
            assertThat(container
                            .get("/account/2", "Cookie", "__Host-session=" + bob)
                            .text())
                    .startsWith("bob");
            filled(2);
        }
        assertThat(container.entered).hasValue(2);
        assertThat(container
                        .get("/account/2", "Cookie", "__Host-session=" + alice)
                        .field("Cache-Control"))
                .isEqualTo("private, max-age=600");
        sessions.end(alice);
        assertThat(container
                        .get("/account/2", "Cookie", "__Host-session=" + alice)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void role_missing_isForbidden() throws Exception {
        assertThat(get(login("carol", "planner"), "/admin/1").status()).isEqualTo(403);
        assertThat(container.entered).hasValue(0);
        container.app = (request, response) -> response.getWriter().print(said(request));
        assertThat(get(login("dora", "admin"), "/admin/1").text()).startsWith("dora dora true");
    }

    @Test
    void token_good_isThePrincipalUntilItIsRevoked() throws Exception {
        container.app = (request, response) -> cached(response, said(request));
        TokenPair pair = ((Issuance.Issued<TokenPair>) tokens.issue("svc", Set.of("read"), Map.of())).value();

        assertThat(container
                        .get("/api/1", "Authorization", "Bearer " + pair.access())
                        .text())
                .isEqualTo("svc svc false svc none null");
        tokens.revoke(pair.access());
        Container.Reply refused = container.get("/api/1", "Authorization", "Bearer " + pair.access());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.field("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void limit_reached_isToldAndTheApplicationIsNotAsked() throws Exception {
        container.app = (request, response) -> response.getWriter().print("x");

        Container.Reply first = container.get("/few");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.field("RateLimit")).contains(";r=1");
        container.get("/few");
        Container.Reply third = container.get("/few");

        assertThat(third.status()).isEqualTo(429);
        assertThat(Integer.parseInt(third.field("Retry-After"))).isBetween(1_700, 1_800);
        assertThat(container.entered).hasValue(2);
    }

    /** A page of any site may open one, and browsers send the cookie along. */
    @Test
    void webSocket_ofAnotherSite_isForbidden() throws Exception {
        container.app = (request, response) -> response.getWriter().print(said(request));
        String id = login("fay");
        String[] handshake = {"Upgrade", "websocket", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Origin", ""};

        for (String origin : List.of("https://evil.example", "null")) {
            handshake[5] = origin;
            assertThat(get(id, "/account/4", handshake).status()).isEqualTo(403);
        }
        assertThat(container.entered).hasValue(0);
        handshake[4] = "X-Nothing";
        assertThat(get(id, "/account/4", handshake).text()).startsWith("fay");
    }

    /** Whoever only reads need not say who he is; on a WebSocket anything may be said. */
    @Test
    void webSocket_ofARouteThatProtectsChanges_needsAUserWhoMay() throws Exception {
        container.app = (request, response) -> response.getWriter().print(said(request));
        String[] handshake = {
            "Upgrade",
            "websocket",
            "Connection",
            "Upgrade, Sec-WebSocket-Key",
            "Sec-WebSocket-Key",
            "dGhlIHNhbXBsZSBub25jZQ=="
        };

        assertThat(container.get("/contracts/1", handshake).status()).isEqualTo(400);
        handshake[3] = "Upgrade";
        assertThat(container.get("/contracts/1", handshake).status()).isEqualTo(401);
        assertThat(get(login("gil", "planner"), "/contracts/1", handshake).status())
                .isEqualTo(403);
        assertThat(container.entered).hasValue(0);
        assertThat(get(login("hal", "admin"), "/contracts/1", handshake).text()).startsWith("hal hal true hal");
        assertThat(container.get("/contracts/1").text()).startsWith("nobody");
    }

    /** The cache lets them pass by, and nobody else does. */
    @Test
    void eventStream_ofARouteThatAsks_entersAsAllDo() throws Exception {
        container.app = (request, response) -> response.getWriter().print(said(request));
        String[] stream = {"Accept", "text/event-stream"};

        assertThat(container.get("/account/3", stream).status()).isEqualTo(401);
        assertThat(container
                        .get("/account/3", "Upgrade", "websocket", "Cookie", "__Host-session=forged")
                        .status())
                .isEqualTo(401);
        assertThat(container.entered).hasValue(0);
        assertThat(get(login("erin", "admin"), "/account/3", "Accept", "text/event-stream", "X-Larder-User", "root")
                        .text())
                .isEqualTo("erin erin true erin a null");
        assertThat(container
                        .get("/open", "Accept", "text/event-stream", "X-Larder-User", "root")
                        .text())
                .isEqualTo("nobody null false null none null");
    }
}
