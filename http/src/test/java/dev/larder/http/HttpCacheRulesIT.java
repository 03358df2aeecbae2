package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.LifeRules;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ScreeningRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the rules of routes do, and what becomes of what they have stored when they change. */
class HttpCacheRulesIT extends TwoProcesses {

    private static final FieldRules TENANTS =
            FieldRules.builder().key("X-Tenant").codings().build();

    private static final Route CONTRACT = Route.at("contract", "/contracts/{id}", Profile.SAFE)
            .with(TENANTS)
            .withTags(List.of("contract:{id}", "tenant:{header.X-Tenant}"));

    private static final Route CONTRACTS = Route.of("contracts", "/contracts", Profile.SAFE);

    private final FakeOrigin reports = new FakeOrigin();

    @Override
    void settle(HttpCache.Builder cache) {
        origin.answers = request -> FakeOrigin.respond(200, "hedges", "Cache-Control", "max-age=600");
        reports.answers = request -> FakeOrigin.respond(200, "report", "Cache-Control", "max-age=600");
        cache.route(CONTRACT)
                .route(CONTRACTS)
                .origin("reports", reports)
                .route(Route.of("reports", "/reports", Profile.SAFE).withOrigin("reports"));
    }

    private void change(HttpCache cache, Route... routes) {
        replace(cache, ScreeningRules.DEFAULT, List.of(routes));
    }

    private SortedSet<String> replace(HttpCache cache, ScreeningRules rules, List<Route> routes) {
        return cache.replace(rules, routes, Map.of("", origin), Gate.NONE, Duration.ofSeconds(15));
    }

    private int askedFor(HttpCache cache, String target, String... fields) throws Exception {
        int before = origin.asked();
        get(cache, target, fields);
        return origin.asked() - before;
    }

    @Test
    void tags_ofPathAndField_reachWhatTheyName() throws Exception {
        get(here, "/contracts/42", "X-Tenant", "north");
        get(here, "/contracts/42", "X-Tenant", "south");
        get(here, "/contracts/43", "X-Tenant", "north");
        get(here, "/contracts/42/files");
        filled(here, 4);

        two.invalidateTag("tenant:north");

        assertThat(askedFor(there, "/contracts/42", "X-Tenant", "south")).isZero();
        assertThat(askedFor(there, "/contracts/42", "X-Tenant", "north")).isEqualTo(1);
        assertThat(askedFor(there, "/contracts/43", "X-Tenant", "north")).isEqualTo(1);
        filled(there, 2);

        one.invalidateTag("contract:42");

        assertThat(askedFor(here, "/contracts/43", "X-Tenant", "north")).isZero();
        assertThat(askedFor(here, "/contracts/42", "X-Tenant", "south")).isEqualTo(1);
        assertThat(askedFor(here, "/contracts/42/files")).isZero();
    }

    /** The first variant is written under no lease. */
    @Test
    void tags_ofAFieldInvalidatedDuringTheFirstLoad_leaveNothingOld() throws Exception {
        get(here, "/contracts/41", "X-Tenant", "south");
        filled(here, 1);
        CompletableFuture<Origin.Response> answer = new CompletableFuture<>();
        origin.answers = request -> answer;
        FakeCall call = FakeCall.get("/contracts/42", "X-Tenant", "north");
        here.handle(call);
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 2);

        two.invalidateTag("tenant:north");
        FakeOrigin.respond(200, "old", "Cache-Control", "max-age=600").thenAccept(answer::complete);

        assertThat(call.await().content()).isEqualTo("old");
        origin.answers = request -> FakeOrigin.respond(200, "new", "Cache-Control", "max-age=600");
        assertThat(get(here, "/contracts/42", "X-Tenant", "north").content()).isEqualTo("new");
        assertThat(get(there, "/contracts/42", "X-Tenant", "north").content()).isEqualTo("new");
    }

    @Test
    void tags_tooLongForATag_areAReasonNotToStore() throws Exception {
        String tenant = "n".repeat(300);

        assertThat(askedFor(here, "/contracts/42", "X-Tenant", tenant)).isEqualTo(1);
        assertThat(askedFor(here, "/contracts/42", "X-Tenant", tenant)).isEqualTo(1);
    }

    private static String listing(int contracts) {
        return IntStream.range(0, contracts)
                .mapToObj(i -> "contract:" + i + " area:" + i + " worker:" + i)
                .collect(Collectors.joining(" "));
    }

    @Test
    void tags_ofAListing_reachItByEach() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "listing", "Cache-Control", "max-age=600", "Surrogate-Key", listing(100));
        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        filled(here, 1);
        assertThat(askedFor(there, "/contracts/1/files")).isZero();

        two.invalidateTag("worker:99");

        assertThat(askedFor(there, "/contracts/1/files")).isEqualTo(1);
    }

    @Test
    void tags_moreThanAreKept_areAReasonNotToStore() throws Exception {
        origin.answers = request ->
                FakeOrigin.respond(200, "listing", "Cache-Control", "max-age=600", "Surrogate-Key", listing(200));

        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        assertThat(get(there, "/contracts/1/files").content()).isEqualTo("listing");
    }

    /** What is stored has got tags that it cannot keep, so it would not be reached any more. */
    @Test
    void tags_moreThanAreKeptSaidByA304_removeWhatIsStored() throws Exception {
        origin.answers = request -> FakeOrigin.respond(
                200, "v" + origin.asked(), "Cache-Control", "max-age=60", "ETag", "\"1\"", "Cache-Tag", "a");
        get(here, "/contracts/1/files");
        filled(here, 1);
        times.pass(Duration.ofSeconds(61));
        one.expireTag("a");
        origin.answers = request -> FakeOrigin.respond(
                request.fields().has("If-None-Match") ? 304 : 200,
                request.fields().has("If-None-Match") ? "" : "v" + origin.asked(),
                "Cache-Control",
                "max-age=600",
                "ETag",
                "\"1\"",
                "Cache-Tag",
                "a".repeat(300));

        assertThat(get(here, "/contracts/1/files").content()).isEqualTo("v1");
        assertThat(origin.last().fields().has("If-None-Match")).isTrue();
        assertThat(get(here, "/contracts/1/files").content()).isEqualTo("v3");
        assertThat(get(there, "/contracts/1/files").content()).isEqualTo("v4");
    }

    @Test
    void route_withAnOrigin_isAskedThere() throws Exception {
        assertThat(get(here, "/reports/1").content()).isEqualTo("report");
        assertThat(call(here, new FakeCall("POST", "/reports/1")).content()).isEqualTo("report");
        assertThat(origin.asked()).isZero();
        assertThat(reports.asked()).isEqualTo(2);
    }

    @Test
    void replace_rulesOfARoute_losesWhatTheyHaveStoredForGood() throws Exception {
        get(here, "/contracts/1/files");
        get(here, "/contracts/42", "X-Tenant", "north");
        filled(here, 2);
        Route changed = CONTRACTS.with(QueryRules.without("utm_*"));

        assertThat(replace(here, ScreeningRules.DEFAULT, List.of(CONTRACT, changed)))
                .containsExactly("all", "contracts", "langs", "reports", "small", "vary");

        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        assertThat(askedFor(here, "/contracts/42", "X-Tenant", "north")).isZero();
        change(here, CONTRACT, CONTRACTS);
        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
    }

    /** While its paths belong to another route, what changes there invalidates nothing of a route that is gone. */
    @Test
    void replace_routeRenamedAndBack_servesNothingOld() throws Exception {
        get(here, "/contracts/1/files");
        filled(here, 1);

        change(here, Route.of("deals", "/contracts", Profile.SAFE));
        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        call(here, new FakeCall("PUT", "/contracts/1/files"));
        change(here, CONTRACTS);

        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
    }

    @Test
    void replace_routeThatTakesPathsAndGivesThemBack_servesNothingOld() throws Exception {
        get(here, "/contracts/1/files");
        filled(here, 1);

        assertThat(replace(
                        here,
                        ScreeningRules.DEFAULT,
                        List.of(CONTRACTS, Route.of("files", "/contracts/{id}/files", Profile.SAFE))))
                .contains("contracts");
        call(here, new FakeCall("PUT", "/contracts/1/files"));
        change(here, CONTRACTS);

        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
    }

    @Test
    void replace_sameRules_keepsWhatIsStored() throws Exception {
        get(here, "/contracts/1/files");
        filled(here, 1);
        List<Route> routes = new ArrayList<>(List.of(CONTRACT, CONTRACTS.withMaxContent(7)));
        routes.add(Route.of("all", "/", Profile.SAFE));

        assertThat(replace(here, ScreeningRules.DEFAULT.withMethods(Set.of("GET")), routes))
                .doesNotContain("all", "contracts", "contract");

        assertThat(askedFor(here, "/contracts/1/files")).isZero();
        assertThat(call(here, new FakeCall("PUT", "/contracts/1/files")).status())
                .isEqualTo(501);
    }

    @Test
    void replace_whileARequestIsUnderWay_letsItEndUnderTheOldRules() throws Exception {
        CompletableFuture<Origin.Response> answer = new CompletableFuture<>();
        origin.answers = request -> answer;
        FakeCall call = FakeCall.get("/contracts/1/files");
        here.handle(call);

        change(here, CONTRACTS.withoutCache());
        FakeOrigin.respond(200, "old", "Cache-Control", "max-age=600").thenAccept(answer::complete);

        assertThat(call.await().content()).isEqualTo("old");
        origin.answers = request -> FakeOrigin.respond(200, "new", "Cache-Control", "max-age=600");
        assertThat(get(here, "/contracts/1/files").content()).isEqualTo("new");
    }

    /** What is loaded while the rules change is under a tag that is invalidated meanwhile: it is not found when they come back. */
    @Test
    void replace_andBackWhileARequestIsUnderWay_servesNothingOld() throws Exception {
        CompletableFuture<Origin.Response> answer = new CompletableFuture<>();
        origin.answers = request -> answer;
        FakeCall call = FakeCall.get("/contracts/1/files");
        here.handle(call);
        await().atMost(Duration.ofSeconds(30)).until(() -> origin.asked() == 1);

        change(here, CONTRACTS.with(QueryRules.without("utm_*")));
        change(here, CONTRACTS);
        FakeOrigin.respond(200, "old", "Cache-Control", "max-age=600").thenAccept(answer::complete);

        assertThat(call.await().content()).isEqualTo("old");
        origin.answers = request -> FakeOrigin.respond(200, "new", "Cache-Control", "max-age=600");
        assertThat(get(here, "/contracts/1/files").content()).isEqualTo("new");
        assertThat(get(there, "/contracts/1/files").content()).isEqualTo("new");
    }

    @Test
    void replace_rulesThatCannotBe_changesNothing() throws Exception {
        List<Route> unknown = List.of(CONTRACTS.withOrigin("nowhere"));
        List<Route> twice = List.of(CONTRACT, Route.at("twice", "/contracts/{number}", Profile.SAFE));
        List<Route> large = List.of(CONTRACTS.withMaxContent(17 << 20));
        get(here, "/contracts/1/files");
        filled(here, 1);

        for (List<Route> routes : List.of(unknown, twice, large)) {
            assertThatIllegalArgumentException().isThrownBy(() -> replace(here, ScreeningRules.DEFAULT, routes));
        }

        assertThat(askedFor(here, "/contracts/1/files")).isZero();
    }

    @Test
    void ttl_ofARoute_storesWhatSaysNothing() throws Exception {
        origin.answers = request -> FakeOrigin.respond(200, "silent");
        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        assertThat(askedFor(here, "/contracts/1/files")).isEqualTo(1);
        LifeRules minute = LifeRules.NONE.withTtl(Duration.ofMinutes(1), Duration.ofMinutes(1));

        change(
                here,
                CONTRACTS.with(CacheSettings.builder(Profile.SAFE)
                        .encodingHandled(true)
                        .lives(minute)
                        .build()));

        await().atMost(Duration.ofSeconds(30)).until(() -> askedFor(here, "/contracts/1/files") == 0);
    }
}
