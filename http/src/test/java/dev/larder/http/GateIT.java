package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.decision.Profile;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What the cache makes of what a gate says: who is given what, and what the origin hears of it. */
class GateIT extends TwoProcesses {

    /** Takes who it is from a field; nobody enters without one. */
    private static final class Door implements Gate {

        @Override
        public void check(Route route, ScreeningRules screening) {}

        @Override
        public boolean guards(Route route, RequestHead request) {
            return route.access().asksWho(request);
        }

        @Override
        public RequestHead outside(Route route, RequestHead request) {
            return request.with(request.fields().without("Cookie"));
        }

        @Override
        public CompletionStage<Entry> enter(Route route, RequestHead request, String address) {
            String who = request.fields().first("X-Who");
            if (who == null) {
                return CompletableFuture.completedFuture(new Entry.Turned(OwnAnswer.plain(401, "unauthorized")));
            }
            if (who.equals("broken")) {
                return CompletableFuture.failedFuture(new IllegalStateException("broken"));
            }
            return CompletableFuture.completedFuture(new Entry.Let(
                    request.with(request.fields().without("Cookie", "X-Who")),
                    Fields.of("X-Larder-User", who),
                    route.access().sameForAll() ? "" : who,
                    true,
                    Fields.of("RateLimit", "\"per-user\";r=9")));
        }
    }

    @Override
    void settle(HttpCache.Builder cache) {
        origin.answers = request -> FakeOrigin.respond(
                200, "for " + request.fields().first("X-Larder-User"), "Cache-Control", "max-age=600");
        AccessRules session = AccessRules.OPEN.with(AccessRules.By.SESSION, AccessRules.Protects.ALL);
        AccessRules changes = AccessRules.OPEN.with(AccessRules.By.SESSION, AccessRules.Protects.CHANGES);
        cache.gate(new Door())
                .route(Route.of("contracts", "/contracts", Profile.SAFE).withAccess(changes))
                .route(Route.of("mine", "/mine", Profile.SAFE).withAccess(session))
                .route(Route.of("ours", "/ours", Profile.SAFE).withAccess(session.withSameForAll(true)));
    }

    @Test
    void get_ofTwoUsers_isNeverTheOthers() throws Exception {
        for (HttpCache cache : List.of(here, there)) {
            assertThat(get(cache, "/mine/1", "X-Who", "alice").content()).isEqualTo("for alice");
            assertThat(get(cache, "/mine/1", "X-Who", "bob").content()).isEqualTo("for bob");
        }
        filled(here, 2);
        int asked = origin.asked();

        assertThat(get(there, "/mine/1", "X-Who", "alice").content()).isEqualTo("for alice");
        assertThat(get(there, "/mine/1", "X-Who", "bob").content()).isEqualTo("for bob");
        assertThat(origin.asked()).isEqualTo(asked);
        assertThat(get(there, "/mine/1", "X-Who", "carol").content()).isEqualTo("for carol");
    }

    @Test
    void get_ofTwoUsersAtOnce_isNeverTheOthers() throws Exception {
        CompletableFuture<Void> open = new CompletableFuture<>();
        origin.answers = request -> open.thenCompose(ignored -> FakeOrigin.respond(
                200, "for " + request.fields().first("X-Larder-User"), "Cache-Control", "max-age=600"));
        FakeCall first = FakeCall.get("/mine/2", "X-Who", "alice");
        FakeCall second = FakeCall.get("/mine/2", "X-Who", "bob");
        here.handle(first);
        here.handle(second);

        open.complete(null);

        assertThat(first.await().content()).isEqualTo("for alice");
        assertThat(second.await().content()).isEqualTo("for bob");
    }

    @Test
    void get_sameForAll_isSharedAndTheOriginDoesNotHearWhoAsks() throws Exception {
        assertThat(get(here, "/ours/1", "X-Who", "alice").content()).isEqualTo("for null");
        filled(here, 1);

        assertThat(get(here, "/ours/1", "X-Who", "bob").content()).isEqualTo("for null");
        assertThat(origin.asked()).isEqualTo(1);
        assertThat(get(here, "/ours/1").status()).isEqualTo(401);
    }

    @Test
    void get_turned_reachesNeitherStoreNorOrigin() throws Exception {
        FakeCall.Received answer = get(here, "/mine/3");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.field("Cache-Control")).isEqualTo("no-store");
        assertThat(origin.asked()).isZero();
        assertThat(here.stats().misses()).isZero();
    }

    @Test
    void get_thatNeedNotEnter_isSharedWhoeverAsks() throws Exception {
        assertThat(get(here, "/contracts/1").content()).isEqualTo("for null");
        filled(here, 1);

        assertThat(get(here, "/contracts/1", "Cookie", "session=1", "X-Who", "alice")
                        .content())
                .isEqualTo("for null");
        assertThat(origin.asked()).isEqualTo(1);
    }

    @Test
    void change_entered_saysToTheOriginWhoItIsAndNobodyElse() throws Exception {
        FakeCall call = new FakeCall("POST", "/contracts/1", "X-Who", "alice", "X-Larder-User", "admin");
        here.handle(call);

        assertThat(call.await().content()).isEqualTo("for alice");
        assertThat(origin.last().fields().all("X-Larder-User")).containsExactly("alice");
    }

    @Test
    void answer_ofWhateverKind_carriesWhatTheGateTells() throws Exception {
        assertThat(get(here, "/mine/4", "X-Who", "alice").field("RateLimit")).isEqualTo("\"per-user\";r=9");
        filled(here, 1);

        FakeCall.Received hit = get(here, "/mine/4", "X-Who", "alice");
        assertThat(hit.field("Cache-Status")).contains("hit");
        assertThat(hit.field("RateLimit")).isEqualTo("\"per-user\";r=9");
    }

    @Test
    void answer_notForAll_isPrivateToCachesBetween() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "x", "Cache-Control", "public, max-age=600, s-maxage=900", "CDN-Cache-Control", "max-age=700");

        for (String target : List.of("/mine/6", "/ours/6")) {
            FakeCall.Received answer = get(here, target, "X-Who", "alice");

            assertThat(answer.field("Cache-Control")).isEqualTo("private, max-age=600");
            assertThat(answer.field("CDN-Cache-Control")).isNull();
        }
        assertThat(get(here, "/contracts/6").field("Cache-Control")).startsWith("public");
    }

    @Test
    void build_rulesWithoutAGate_isRefused() {
        HttpCache.Builder builder = HttpCache.on(one, origin)
                .name("other")
                .route(Route.of("mine", "/mine", Profile.SAFE)
                        .withAccess(AccessRules.OPEN.with(AccessRules.By.SESSION, AccessRules.Protects.ALL)));

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("there is no gate");
    }

    @Test
    void enter_failing_isAnErrorAndLetsNobodyIn() throws Exception {
        assertThat(get(here, "/mine/5", "X-Who", "broken").status()).isEqualTo(500);
        assertThat(origin.asked()).isZero();
    }

    @Test
    void replace_withoutGate_opens() throws Exception {
        here.replace(
                ScreeningRules.DEFAULT,
                List.of(Route.of("all", "/", Profile.SAFE)),
                Map.of("", origin),
                Gate.NONE,
                Duration.ofSeconds(15));

        assertThat(get(here, "/mine/1").status()).isEqualTo(200);
    }
}
