package dev.larder.session;

import static dev.larder.session.Grounds.granted;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.larder.Larder;
import dev.larder.codec.TypeRef;
import dev.larder.session.token.OneTimeTokens;
import dev.larder.session.token.RevocationPolicy;
import dev.larder.session.token.Revocations;
import dev.larder.session.token.TokenPolicy;
import dev.larder.session.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever gives null where nothing may be missing is told which parameter it is. */
@SuppressWarnings("NullAway") // what it is about
final class NullsIT {

    private static Grounds grounds;
    private static Larder larder;
    private static Sessions sessions;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        larder = grounds.larder(builder -> builder);
        sessions = Sessions.on(larder, policy -> policy);
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    private static void assertNames(String parameter, ThrowingCallable call) {
        assertThatNullPointerException().as(parameter).isThrownBy(call).withMessage(parameter);
    }

    @Test
    void sessions_null_namesTheParameter() {
        Session session = granted(sessions.create(Details.NONE));
        AsyncSessions async = sessions.async();

        assertNames("larder", () -> Sessions.on(null, policy -> policy));
        assertNames("policy", () -> Sessions.on(larder, (UnaryOperator<SessionPolicy.Builder>) null));
        assertNames("policy", () -> Sessions.on(larder, (SessionPolicy) null));
        assertNames("details", () -> sessions.create(null));
        assertNames("details", () -> async.create(null));
        assertNames("session", () -> sessions.save(null));
        assertNames("session", () -> sessions.rotate(null));
        assertNames("session", () -> sessions.endOthers(null));
        assertNames("userId", () -> sessions.login(null, Details.NONE));
        assertNames("details", () -> sessions.login("ann", null));
        assertNames("session", () -> sessions.login(null, "ann", Details.NONE));
        assertNames("userId", () -> sessions.login(session, null, Details.NONE));
        assertNames("details", () -> sessions.login(session, "ann", null));
        assertNames("userId", () -> sessions.end(null, "handle"));
        assertNames("handle", () -> sessions.end("ann", null));
        assertNames("userId", () -> sessions.endAll(null));
        assertNames("userId", () -> sessions.list(null, null, 1));
        assertNames("userId", () -> sessions.changeUser(null, changes -> {}));
        assertNames("changes", () -> sessions.changeUser("ann", null));
        assertNames("device", () -> new Details(null, ""));
        assertNames("place", () -> new Details("", null));
    }

    @Test
    void attributes_null_namesTheParameter() {
        Session session = granted(sessions.create(Details.NONE));

        assertNames("name", () -> session.put(null, "value"));
        assertNames("value", () -> session.put("name", null));
        assertNames("value", () -> session.put("name", null, new TypeRef<String>() {}));
        assertNames("type", () -> session.put("name", "value", null));
        assertNames("name", () -> session.remove(null));
        for (Attributes attributes : new Attributes[] {session, session.user()}) {
            assertNames("name", () -> attributes.get(null, String.class));
            assertNames("type", () -> attributes.get("name", (Class<String>) null));
            assertNames("type", () -> attributes.get("name", (TypeRef<String>) null));
        }
        sessions.changeUser("ann", changes -> {
            assertNames("name", () -> changes.put(null, "value"));
            assertNames("value", () -> changes.put("name", null));
            assertNames("type", () -> changes.put("name", "value", null));
            assertNames("name", () -> changes.remove(null));
        });
    }

    @Test
    void policies_null_namesTheParameter() {
        assertNames("idle", () -> SessionPolicy.builder().idle(null));
        assertNames("absolute", () -> SessionPolicy.builder().absolute(null));
        assertNames("whenFull", () -> SessionPolicy.builder().whenFull(null));
        assertNames("conflict", () -> SessionPolicy.builder().conflict(null));
        assertNames("rotationGrace", () -> SessionPolicy.builder().rotationGrace(null));
        assertNames("touchEvery", () -> SessionPolicy.builder().touchEvery(null));
        assertNames(
                "conflict",
                () -> new SessionPolicy(
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        0,
                        SessionPolicy.WhenFull.REFUSE,
                        null,
                        1,
                        1,
                        Duration.ZERO,
                        Duration.ZERO,
                        0));
        assertNames("accessLife", () -> TokenPolicy.builder().accessLife(null));
        assertNames(
                "overlap",
                () -> new TokenPolicy(
                        Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, null, 1, 0));
        assertNames("leeway", () -> new RevocationPolicy(Duration.ofHours(1), null, 0));
    }

    @Test
    void tokens_null_namesTheParameter() {
        Tokens tokens = Tokens.on(larder);
        OneTimeTokens once = OneTimeTokens.on(larder);
        Revocations list = Revocations.on(larder);
        Duration hour = Duration.ofHours(1);

        assertNames("larder", () -> Tokens.on(null));
        assertNames("larder", () -> OneTimeTokens.on(null));
        assertNames("larder", () -> Revocations.on(null));
        assertNames("policy", () -> Tokens.on(larder, null));
        assertNames("policy", () -> Revocations.on(larder, null));
        assertNames("subject", () -> tokens.issue(null, Set.of(), Map.of()));
        assertNames("scopes", () -> tokens.issue("ann", null, Map.of()));
        assertNames("a scope", () -> tokens.issue("ann", Collections.singleton(null), Map.of()));
        assertNames("claims", () -> tokens.issue("ann", Set.of(), null));
        assertNames(
                "the value of a claim", () -> tokens.issue("ann", Set.of(), Collections.singletonMap("tenant", null)));
        assertNames("subject", () -> tokens.revokeAll(null));
        assertNames("purpose", () -> once.issue(null, "ann", "", hour));
        assertNames("subject", () -> once.issue("reset", null, "", hour));
        assertNames("payload", () -> once.issue("reset", "ann", null, hour));
        assertNames("life", () -> once.issue("reset", "ann", "", null));
        assertNames("purpose", () -> once.redeem("token", null));
        assertNames("subject", () -> once.revoke("reset", null));
        assertNames("jti", () -> list.revoke(null, Instant.EPOCH));
        assertNames("expiry", () -> list.revoke("jti", null));
        assertNames("subject", () -> list.revokeSubject(null, Instant.EPOCH));
        assertNames("notBefore", () -> list.revokeSubject("ann", null));
    }
}
