package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.access.SessionCookie;
import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.Session;
import dev.larder.session.Sessions;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.TokenPair;
import dev.larder.session.token.Tokens;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may, and how often, over a socket: a gateway by its file, and the process that makes the sessions as another one. */
@Timeout(120)
final class GatewayAccessIT {

    private static final byte[] SECRET = "a secret of thirty-two bytes....".getBytes(StandardCharsets.US_ASCII);
    private static final AtomicInteger CASES = new AtomicInteger();

    private static final String FILE = """
            listen: 127.0.0.1:0
            origin: ORIGIN
            rates:
              few: { rate: 3/1h, by: [address, header.X-Case] }
              mine: { rate: 2/1h, by: user }
            routes:
              rest: { prefix: / }
              account: { prefix: /account, access: session }
              ours: { prefix: /ours, access: session, same-for-all: on }
              contracts: { prefix: /contracts, access: session, protects: changes, roles: [planner, admin] }
              api: { prefix: /api, access: token, scopes: [read] }
              either: { prefix: /either, access: either, cached: off }
              login: { path: /login, cached: off, pass-credentials: on }
              passed: { prefix: /passed, access: session, pass-credentials: on }
              few: { prefix: /few, rates: [few] }
              mine: { prefix: /mine, access: session, rates: [mine], cached: off }
            """;

    private static EmbeddedRedis redis;
    private static Larder here;
    private static Larder elsewhere;
    private static Sessions sessions;
    private static Tokens tokens;
    private static Witness origin;
    private static Gateway gateway;

    @BeforeAll
    static void open() throws IOException {
        redis = EmbeddedRedis.start();
        here = connected();
        elsewhere = connected();
        sessions = Sessions.on(elsewhere, policy -> policy);
        tokens = Tokens.on(elsewhere);
        origin = new Witness();
        gateway = Gateway.start(here, config(FILE));
    }

    @AfterAll
    static void close() throws IOException {
        gateway.close();
        origin.close();
        elsewhere.close();
        here.close();
        redis.close();
    }

    private static Larder connected() {
        Larder larder = Larder.builder()
                .redis(redis.uri() + "?timeout=20s&dead-after=30s")
                .hashSecret(SECRET)
                .build();
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        return larder;
    }

    private static GatewayConfig config(String file) {
        return GatewayConfig.parse(file.replace("ORIGIN", origin.uri().toString()), "larder.yaml");
    }

    private static Session login(String user, String roles) {
        sessions.changeUser(user, changes -> changes.put("roles", roles));
        return ((Grant.Granted) sessions.login(user, Details.NONE)).session();
    }

    private static String cookie(Session session) {
        return "Cookie: __Host-session=" + session.id();
    }

    /** Returns a path below another one that no other case has. */
    private static String path(String route) {
        return route + "/c" + CASES.incrementAndGet() + "-";
    }

    private static List<Reply> send(String bytes) throws IOException {
        try (Wire client = Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()))) {
            client.write(bytes);
            return Reply.all(client);
        }
    }

    private static Reply ask(String method, String target, String... fields) throws IOException {
        List<String> all = new ArrayList<>(List.of(fields));
        all.add("Connection: close");
        List<Reply> replies = send(Scene.head(method, target, all.toArray(String[]::new)));
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    private static Reply get(String target, String... fields) throws IOException {
        return ask("GET", target, fields);
    }

    /** The head without what differs by itself. */
    private static String head(Reply reply) {
        return reply.head().replaceAll("(?i)date: [^\r]*\r\n", "");
    }

    @Test
    void request_withoutASession_goesNoFurther() throws IOException {
        String path = path("/account");

        Reply reply = get(path);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.field("www-authenticate")).isEqualTo("Session");
        assertThat(reply.field("set-cookie")).isEmpty();
        Scene.isOwn(reply);
        assertThat(origin.seen(path)).isEmpty();
    }

    /** However a path is written, it is that of its route; or of none, and then it is another page. */
    @Test
    void path_otherwiseWritten_isNoWayRound() throws IOException {
        String path = path("/account");
        for (String way : List.of(
                path.replace("/account", "/%61ccount"),
                path.replace("/account", "/x/../account"),
                path.replace("/account", "/./account"),
                path.replace("/account", "//account"),
                path.replace("/account", "/account;x=1"),
                path.replace("/account", "/account%2f"),
                path.replace("/account", "/x%2f..%2faccount"),
                "http://a" + path)) {
            assertThat(get(way).status()).as(way).isIn(400, 401);
        }
        assertThat(origin.seen(path)).isEmpty();
    }

    @Test
    void session_thatIsNotGood_isRefusedInOneWayWhateverIsWrong() throws IOException {
        Session ended = login("ended", "");
        sessions.end(ended.id());
        Session all = login("all-ended", "");
        sessions.endAll("all-ended");
        Session good = login("good", "");
        String path = path("/account");
        Set<String> answers = new HashSet<>();
        for (String id : List.of(
                ended.id(),
                all.id(),
                good.id().substring(1),
                good.id() + "A",
                "A" + good.id().substring(1),
                good.id().substring(0, good.id().length() - 1) + "!",
                "",
                "x".repeat(3_000),
                "%00",
                good.id() + "; __Host-session=" + good.id())) {
            Reply reply = get(path, "Cookie: __Host-session=" + id);
            answers.add(head(reply) + reply.content());
        }

        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next()).contains("401 unauthorized").doesNotContain("Set-Cookie");
        assertThat(origin.seen(path)).isEmpty();
    }

    @Test
    void session_good_reachesTheOriginAsItsUserAndNothingElse() throws IOException {
        Session session = login("alice 1", "planner, admin");
        String path = path("/account");

        Reply reply = get(
                path, cookie(session), "X-Larder-User: root", "x-larder-roles: root", "X-Larder-Scopes: all", "a: b");

        assertThat(reply.status()).isEqualTo(200);
        String seen = origin.seen(path).get(0);
        assertThat(Reply.field(seen, "x-larder-user")).isEqualTo("alice%201");
        assertThat(Reply.field(seen, "x-larder-roles")).isEqualTo("admin, planner");
        assertThat(seen).doesNotContain("root", "Cookie", session.id(), "Scopes");
        assertThat(reply.field("cache-control")).isEqualTo("private, max-age=60");
    }

    @Test
    void response_ofAUser_isGivenToThatOneFromTheStoreAndToNobodyElse() throws IOException {
        Session alice = login("alice", "");
        Session again = login("alice", "");
        Session bob = login("bob", "");
        String path = path("/account");
        get(path, cookie(alice));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(path, cookie(alice)).field("cache-status").contains("hit"));
        int asked = origin.seen(path).size();

        Reply hit = get(path, cookie(again));
        assertThat(hit.content()).contains("X-Larder-User: alice");
        assertThat(hit.field("cache-status")).contains("hit");
        assertThat(hit.field("cache-control")).startsWith("private");
        assertThat(origin.seen(path)).hasSize(asked);
        assertThat(get(path, cookie(bob)).content()).contains("X-Larder-User: bob");
        assertThat(get(path).status()).isEqualTo(401);

        sessions.end(alice.id());
        assertThat(get(path, cookie(alice)).status()).isEqualTo(401);
        assertThat(get(path, cookie(again)).status()).isEqualTo(200);
        sessions.endAll("alice");
        assertThat(get(path, cookie(again)).status()).isEqualTo(401);
    }

    @Test
    void role_changed_holdsAtTheNextRequest() throws IOException {
        Session session = login("climber", "worker");
        String path = path("/account");
        assertThat(get(path, cookie(session)).content()).contains("X-Larder-Roles: worker");

        sessions.changeUser("climber", changes -> changes.put("roles", "admin"));

        assertThat(get(path, cookie(session)).content()).contains("X-Larder-Roles: admin");
    }

    @Test
    void response_sameForAll_isSharedByThoseWhoMay() throws IOException {
        Session alice = login("alice", "");
        Session bob = login("bob", "");
        String path = path("/ours");
        assertThat(get(path, cookie(alice)).content()).doesNotContain("X-Larder");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(path, cookie(alice)).field("cache-status").contains("hit"));

        assertThat(get(path, cookie(bob)).field("cache-status")).contains("hit");
        assertThat(get(path).status()).isEqualTo(401);
    }

    @Test
    void changes_protected_readsAreEverybodysAndShared() throws IOException {
        Session worker = login("worker", "worker");
        Session planner = login("planner", "planner");
        String path = path("/contracts");
        assertThat(get(path).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(path).field("cache-status").contains("hit"));
        assertThat(get(path, cookie(planner)).field("cache-status")).contains("hit");
        assertThat(get(path).field("cache-control")).isEqualTo("max-age=60");

        assertThat(ask("PATCH", path, "Content-Length: 0").status()).isEqualTo(401);
        assertThat(ask("PATCH", path, "Content-Length: 0", cookie(worker)).status())
                .isEqualTo(403);
        assertThat(ask("DELETE", path, cookie(planner), "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(ask("DELETE", path, cookie(planner), "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(origin.seen(path)).allMatch(request -> request.startsWith("GET"));

        assertThat(ask("PATCH", path, "Content-Length: 0", cookie(planner), "Origin: http://a")
                        .status())
                .isEqualTo(200);
        assertThat(origin.seen("PATCH " + path).get(0)).contains("X-Larder-User: planner");
    }

    /** Who sends a login may be another than who is logged in by it. */
    @Test
    void login_fromAnotherSite_reachesNobody() throws IOException {
        for (String field : List.of(
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: http://evil.example",
                "Origin: null")) {
            Reply refused = ask("POST", "/login", "Content-Length: 0", field);
            assertThat(refused.status()).as(field).isEqualTo(403);
            Scene.isOwn(refused);
        }
        assertThat(origin.seen("/login")).isEmpty();

        assertThat(ask("POST", "/login", "Content-Length: 0", "Origin: http://a")
                        .status())
                .isEqualTo(200);
        assertThat(ask("POST", "/login", "Content-Length: 0").status()).isEqualTo(200);
        assertThat(ask("GET", "/login", "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
        assertThat(origin.seen("/login")).hasSize(3);
    }

    /** It is refused before its content is asked for, and the next request of that connection is none. */
    @Test
    void upload_refused_isNotRead() throws IOException {
        String path = path("/contracts");

        List<Reply> replies = send(Scene.head("POST", path, "Content-Length: 5", "Expect: 100-continue")
                + Scene.head("GET", path + "second"));

        assertThat(replies).extracting(Reply::status).containsExactly(401);
        assertThat(origin.seen(path)).isEmpty();
    }

    @Test
    void token_good_isIntrospectedEachTimeAndEndsHere() throws IOException {
        TokenPair pair = ((Issuance.Issued<TokenPair>)
                        tokens.issue("svc", Set.of("read", "x"), Map.of("roles", "robot")))
                .value();
        TokenPair narrow = ((Issuance.Issued<TokenPair>) tokens.issue("svc", Set.of("x"), Map.of())).value();
        String path = path("/api");

        Reply reply = get(path, "Authorization: Bearer " + pair.access());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin.seen(path).get(0))
                .contains("X-Larder-User: svc", "X-Larder-Roles: robot", "X-Larder-Scopes: read x")
                .doesNotContain("Authorization");
        Reply forbidden = get(path, "Authorization: Bearer " + narrow.access());
        assertThat(forbidden.status()).isEqualTo(403);
        Scene.isOwn(forbidden);
        tokens.revoke(pair.refresh());
        Set<String> answers = new HashSet<>();
        for (String field : List.of(
                "Authorization: Bearer " + pair.access(),
                "Authorization: Bearer " + pair.refresh(),
                "Authorization: Bearer " + pair.access().substring(1),
                "Authorization: Bearer " + "x".repeat(3_000),
                "Authorization: Bearer",
                "Authorization: Basic YTpi",
                "X: y")) {
            Reply refused = get(path, field);
            answers.add(head(refused) + refused.content());
        }
        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next()).contains("401", "WWW-Authenticate: Bearer");
    }

    @Test
    void either_oneOfThem_isEnough() throws IOException {
        TokenPair pair = ((Issuance.Issued<TokenPair>) tokens.issue("svc", Set.of(), Map.of())).value();
        String path = path("/either");

        assertThat(get(path, "Authorization: Bearer " + pair.access()).status()).isEqualTo(200);
        assertThat(get(path, cookie(login("alice", ""))).status()).isEqualTo(200);
        Reply refused = get(path);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.head()).contains("WWW-Authenticate: Bearer", "WWW-Authenticate: Session");
    }

    @Test
    void session_rotated_isHandedOutAnewWithItsAttributes() throws IOException {
        Session session = login("rotated", "");
        String old = cookie(session);
        Session rotated = ((Grant.Granted) sessions.rotate(session)).session();

        Reply reply = get(path("/account"), old);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("set-cookie")).isEqualTo(SessionCookie.DEFAULT.set(rotated.id()));
        assertThat(get(path("/account"), cookie(rotated)).field("set-cookie")).isEmpty();
    }

    @Test
    void credentials_passed_reachTheOriginAndNothingIsStored() throws IOException {
        Session session = login("alice", "");
        String path = path("/passed");

        get(path, cookie(session));
        get(path, cookie(session));

        assertThat(origin.seen(path)).hasSize(2);
        assertThat(origin.seen(path).get(0)).contains("__Host-session=" + session.id(), "X-Larder-User: alice");
    }

    @Test
    void rate_exceeded_isToldAndReachesNeitherStoreNorOrigin() throws IOException {
        String path = path("/few");
        String mine = "X-Case: " + path;
        Reply first = get(path, mine);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.field("ratelimit")).startsWith("\"few\";r=2");
        assertThat(first.field("ratelimit-policy")).isEqualTo("\"few\";q=3;w=3600");
        get(path, mine);
        get(path, mine);
        int asked = origin.seen(path).size();

        Reply fourth = get(path, mine);

        assertThat(fourth.status()).isEqualTo(429);
        Scene.isOwn(fourth);
        assertThat(Integer.parseInt(fourth.field("retry-after"))).isBetween(1, 1_200);
        assertThat(fourth.field("ratelimit")).startsWith("\"few\";r=0");
        assertThat(fourth.field("ratelimit-policy")).isEqualTo("\"few\";q=3;w=3600");
        assertThat(origin.seen(path)).hasSize(asked);
        assertThat(get(path, "X-Case: other" + path).status()).isEqualTo(200);
    }

    @Test
    void rate_ofUsers_countsEachByHimself() throws IOException {
        Session alice = login("counted", "");
        Session again = login("counted", "");
        Session bob = login("counted-too", "");
        String path = path("/mine");

        assertThat(get(path, cookie(alice)).status()).isEqualTo(200);
        assertThat(get(path, cookie(again)).status()).isEqualTo(200);
        assertThat(get(path, cookie(alice)).status()).isEqualTo(429);
        assertThat(get(path, cookie(bob)).status()).isEqualTo(200);
    }

    /** Whoever hands out the cookie has another name for it at its own next start, and so has the gateway. */
    @Test
    void change_ofSessions_waitsForTheNextStart() throws IOException {
        String path = path("/account");
        Session session = login("alice", "");

        GatewayEvent.Reloaded done = gateway.change(
                config(
                        FILE
                                + "sessions: { cookie: __Host-other, same-site: strict, idle: 1h }\ntokens: { near-entries: 9 }\n"),
                "larder.yaml");

        try {
            assertThat(done.later())
                    .containsExactly("sessions.cookie", "sessions.idle", "sessions.same-site", "tokens.near-entries");
            assertThat(done.settings()).isEmpty();
            assertThat(get(path, cookie(session)).status()).isEqualTo(200);
            assertThat(get(path, "Cookie: __Host-other=" + session.id()).status())
                    .isEqualTo(401);
        } finally {
            gateway.change(config(FILE), "larder.yaml");
        }
    }

    @Test
    void change_ofTheRules_holdsAtOnceAndForwardsNothingStoredBefore() throws IOException {
        String path = path("/later");
        get(path);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(path).field("cache-status").contains("hit"));

        gateway.change(config(FILE + "  later: { prefix: /later, access: session }\n"), "larder.yaml");
        try {
            assertThat(get(path).status()).isEqualTo(401);
            assertThat(get(path, cookie(login("alice", ""))).content()).contains("X-Larder-User: alice");
        } finally {
            gateway.change(config(FILE), "larder.yaml");
        }
        assertThat(get(path).status()).isEqualTo(200);
    }
}
