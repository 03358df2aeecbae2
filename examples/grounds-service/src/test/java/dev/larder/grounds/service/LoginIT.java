package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who logs in, what that is good for, and how it ends. */
@Timeout(120)
class LoginIT {
    private static final String JSON = "application/json";

    private static EmbeddedRedis redis;
    private static Running running;
    private static Client client;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        running = Running.asUsual("--larder.redis=" + redis.uri());
        client = running.client();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/health").text().contains("\"redis\":\"UP\""));
    }

    @AfterAll
    static void stop() {
        running.close();
        redis.close();
    }

    private static Client.Reply tried(String user, String password, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("Content-Type", JSON));
        String content = "{\"user\": \"" + user + "\", \"password\": \"" + password + "\"}";
        return client.send("POST", "/login", BodyPublishers.ofString(content), all.toArray(String[]::new));
    }

    private static String cookie(Client.Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("Set-Cookie"))
                .matches("__Host-session=[A-Za-z0-9_-]+; Path=/; Secure; HttpOnly; SameSite=Lax");
        return reply.field("Set-Cookie").split(";", 2)[0];
    }

    private static String login(String user, String password) {
        return cookie(tried(user, password));
    }

    private static Client.Reply change(String target, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("If-Match", "\"1\""));
        return client.patch(target, "{\"status\": \"SUSPENDED\"}", all.toArray(String[]::new));
    }

    private static Client.Reply send(String method, String target, String... fields) {
        return client.send(method, target, BodyPublishers.noBody(), fields);
    }

    @Test
    void change_needsASessionWithTheRole() {
        String target = "/contracts/"
                + Running.contract(1, one -> one.status() == Contract.Status.ACTIVE)
                        .id();

        Client.Reply nobody = change(target);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.field("WWW-Authenticate")).isEqualTo("Session");
        assertThat(nobody.field("Cache-Control")).isEqualTo("no-store");
        assertThat(change(target, "Cookie", "__Host-session=forged").text()).isEqualTo(nobody.text());
        assertThat(change(target, "Cookie", login("wanda", "wanda-mows")).status())
                .isEqualTo(403);
        assertThat(change(target.replace("contracts", "%63ontracts")).status()).isEqualTo(401);
        assertThat(client.get(target).json().get("version").asInt()).isEqualTo(1);

        assertThat(change(target, "Cookie", login("paula", "paula-plans")).status())
                .isEqualTo(200);
    }

    @Test
    void login_wrong_isOneAnswerAndLimitedByUserAndAddress() {
        Client.Reply wrong = tried("adam", "adam-guesses");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.field("Set-Cookie")).isNull();
        assertThat(tried("nobody", "adam-guesses").text()).isEqualTo(wrong.text());
        for (int i = 0; i < 4; i++) {
            assertThat(tried("adam", "adam-guesses").status()).isEqualTo(401);
        }

        Client.Reply refused = tried("adam", "adam-administers");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.field("Retry-After"))).isBetween(1, 60);
        assertThat(refused.field("RateLimit")).startsWith("\"tries\";r=0");
        assertThat(tried("wanda", "wanda-mows").status()).isEqualTo(200);
    }

    @Test
    void login_againAndAgain_countsOnlyWhatIsWrong() {
        for (int i = 0; i < 7; i++) {
            assertThat(tried("wanda", "wanda-mows").status()).isEqualTo(200);
        }
    }

    @Test
    void login_bad_isRefusedWithoutAnEcho() {
        for (String content : List.of("{}", "{\"user\": \"\", \"password\": \"x\"}", "{\"user\": \"zzyzx\"}", "[]")) {
            Client.Reply reply = client.send("POST", "/login", BodyPublishers.ofString(content), "Content-Type", JSON);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).doesNotContain("zzyzx");
        }
    }

    @Test
    void login_withASession_takesItsPlace() {
        String before = login("paula", "paula-plans");

        String after = cookie(tried("paula", "paula-plans", "Cookie", before));

        assertThat(after).isNotEqualTo(before);
        assertThat(client.get("/me", "Cookie", before).status()).isEqualTo(401);
        Client.Reply me = client.get("/me", "Cookie", after);
        assertThat(me.json().get("user").asString()).isEqualTo("paula");
        assertThat(me.json().get("role").asString()).isEqualTo("planner");
        assertThat(me.field("Cache-Control")).isEqualTo("no-store");
    }

    /** Neither is anybody logged in by a page of another site, nor out, nor loses the cookie. */
    @Test
    void change_fromAnotherSite_isForbidden() {
        String cookie = login("paula", "paula-plans");
        for (String[] foreign : List.of(
                new String[] {"Sec-Fetch-Site", "cross-site"},
                new String[] {"Sec-Fetch-Site", "same-site"},
                new String[] {"Origin", "https://evil.example"},
                new String[] {"Origin", "null"})) {
            Client.Reply refused = tried("paula", "paula-plans", foreign);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.field("Set-Cookie")).isNull();
            Client.Reply logout = send("POST", "/logout", foreign[0], foreign[1], "Cookie", cookie);
            assertThat(logout.status()).isEqualTo(403);
            assertThat(logout.field("Set-Cookie")).isNull();
            assertThat(send("DELETE", "/sessions", foreign[0], foreign[1], "Cookie", cookie)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(client.get("/me", "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(200);
        assertThat(tried("paula", "paula-plans", "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void logout_endsTheSessionAndTakesTheCookieAway() {
        String cookie = login("paula", "paula-plans");

        Client.Reply reply = send("POST", "/logout", "Cookie", cookie);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.field("Set-Cookie")).startsWith("__Host-session=; Max-Age=0");
        assertThat(client.get("/me", "Cookie", cookie).status()).isEqualTo(401);
        assertThat(send("POST", "/logout").status()).isEqualTo(204);
    }

    @Test
    void sessions_ofOneself_areListedAndEnded() {
        send("DELETE", "/sessions", "Cookie", login("paula", "paula-plans"));
        String phone = cookie(tried("paula", "paula-plans", "User-Agent", "Phone"));
        String desk = cookie(tried("paula", "paula-plans", "User-Agent", "Desk"));
        String others = login("wanda", "wanda-mows");

        String handle = StreamSupport.stream(
                        client.get("/sessions", "Cookie", desk)
                                .json()
                                .get("sessions")
                                .spliterator(),
                        false)
                .filter(session -> session.get("device").asString().equals("Phone")
                        && !session.get("current").asBoolean())
                .findFirst()
                .orElseThrow()
                .get("handle")
                .asString();
        assertThat(send("DELETE", "/sessions/" + handle, "Cookie", others).status())
                .isEqualTo(204);
        assertThat(client.get("/me", "Cookie", phone).status()).isEqualTo(200);
        assertThat(send("DELETE", "/sessions/" + handle, "Cookie", desk).status())
                .isEqualTo(204);
        assertThat(client.get("/me", "Cookie", phone).status()).isEqualTo(401);

        String again = login("paula", "paula-plans");
        assertThat(send("DELETE", "/sessions", "Cookie", again).status()).isEqualTo(204);
        assertThat(client.get("/me", "Cookie", desk).status()).isEqualTo(401);
        assertThat(client.get("/me", "Cookie", again).status()).isEqualTo(200);
        assertThat(client.get("/me", "Cookie", others).status()).isEqualTo(200);
    }

    @Test
    void service_withoutRedis_letsNobodyChangeThings() {
        try (Running alone = Running.asUsual()) {
            Client.Reply reply = alone.client().patch("/contracts/1", "{\"title\": \"x\"}", "If-Match", "\"1\"");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).contains("--larder.redis");
            assertThat(alone.client().get("/contracts/1").status()).isEqualTo(200);
            assertThat(alone.client().get("/me").status()).isEqualTo(503);
        }
    }

    @Test
    void passwords_ofTheSame_haveOtherHashes() {
        String one = Passwords.hash("lawn");

        assertThat(Passwords.hash("lawn")).isNotEqualTo(one);
        assertThat(Passwords.matches("lawn", one)).isTrue();
        assertThat(Passwords.matches("Lawn", one)).isFalse();
    }
}
