package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What purges reach where routes have names in their paths, belong to one path only, or lie across each other; and what targets share. */
class PurgeRoutesIT extends TwoProcesses {

    private static final Route CONTRACT = Route.at("contract", "/contracts/{id}", Profile.SAFE);
    private static final Route REPORTS = Route.of("reports", "/t/{tenant}/reports", Profile.SAFE);

    private static final List<String> TARGETS = List.of(
            "/contracts",
            "/contracts?page=2",
            "/contracts/42",
            "/contracts/42?full=1",
            "/contracts/421",
            "/contracts/42/files",
            "/contracts/summary",
            "/contracts/summary/x",
            "/t/acme/reports/1",
            "/t/acme/reports",
            "/t/acme/other",
            "/t/reports/reports",
            "/t",
            "/other");

    @Override
    void settle(HttpCache.Builder cache) {
        cache.route(CONTRACT)
                .route(Route.of("contracts", "/contracts", Profile.SAFE))
                .route(Route.at("summary", "/contracts/summary", Profile.SAFE))
                .route(REPORTS)
                .route(Route.at("tenant", "/t", Profile.SAFE));
        origin.answers =
                request -> FakeOrigin.respond(200, request.target() + origin.asked(), "Cache-Control", "max-age=600");
    }

    private static Purged purge(HttpCache cache, Purge what, Purge.Mode mode) throws Exception {
        return cache.purge(what, mode).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Preview preview(HttpCache cache, Purge what) throws Exception {
        return cache.preview(what, Duration.ofSeconds(60), seen -> {})
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Returns which of the targets are asked for anew. */
    private Set<String> lost(HttpCache cache) throws Exception {
        Set<String> lost = new TreeSet<>();
        for (String target : TARGETS) {
            int before = origin.asked();
            get(cache, target);
            if (origin.asked() > before) {
                lost.add(target);
            }
        }
        return lost;
    }

    private static Set<String> below(String prefix) {
        Set<String> below = new TreeSet<>();
        for (String target : TARGETS) {
            if (target.equals(prefix) || target.matches("\\Q" + prefix + "\\E[/?].*") || prefix.equals("/")) {
                below.add(target);
            }
        }
        return below;
    }

    @ParameterizedTest
    @CsvSource({
        "/, false",
        "/contracts, false",
        "/contracts/42, true",
        "/contracts/4, true",
        "/contracts/42/files, true",
        "/contracts/summary, true",
        "/t/acme, true",
        "/t/acme/reports, true",
        "/t/acme/reports/1, true",
        "/t/reports, true",
        "/t, true",
        "/other, true",
    })
    void purge_prefix_reachesWhatLiesBelowItAndNothingElse(String prefix, boolean walks) throws Exception {
        assertThat(lost(here)).hasSize(TARGETS.size());
        filled(here, TARGETS.size());
        assertThat(lost(there)).isEmpty();
        Set<String> below = below(prefix);
        assertThat(preview(here, Purge.Prefix.of(prefix)).responses()).isEqualTo(below.size());

        Purged done = purge(there, Purge.Prefix.of(prefix), Purge.Mode.HARD);

        assertThat(done.keys().isPresent()).isEqualTo(walks);
        assertThat(lost(there)).isEqualTo(below);
    }

    @Test
    void purge_prefixOfAllOrOfCharactersThatNoRouteHas_isDone() throws Exception {
        assertThat(lost(here)).hasSize(TARGETS.size());
        filled(here, TARGETS.size());

        for (String prefix : List.of("/%22|[]^", "/contracts/{id}", "/contracts/%7Bid%7D")) {
            assertThat(purge(here, Purge.Prefix.of(prefix), Purge.Mode.HARD).keys())
                    .hasValue(0);
        }

        assertThat(lost(here)).isEmpty();
    }

    /** Nothing begins above the prefix, nor below it as it is written. */
    @Test
    void purge_prefixAcrossANamedRoute_walks() throws Exception {
        get(here, "/t/acme/reports/1");
        get(here, "/t/other/reports/1");
        filled(here, 2);
        List<Route> routes = List.of(REPORTS, CONTRACT);
        there.replace(ScreeningRules.DEFAULT, routes, Map.of("", origin), Gate.NONE, Duration.ofSeconds(15));

        assertThat(purge(there, Purge.Prefix.of("/t/acme"), Purge.Mode.HARD).keys())
                .isPresent();
        assertThat(purge(there, Purge.Prefix.of("/nothing"), Purge.Mode.HARD).keys())
                .isEmpty();

        assertThat(get(there, "/t/acme/reports/1").content()).isEqualTo("/t/acme/reports/13");
        assertThat(get(there, "/t/other/reports/1").content()).isEqualTo("/t/other/reports/12");
    }

    /** A command knows the routes of its own file, and others may serve by other ones. */
    @Test
    void purge_prefixOfEverything_reachesRoutesThatItDoesNotKnow() throws Exception {
        there.replace(
                ScreeningRules.DEFAULT,
                List.of(Route.of("others", "/", Profile.SAFE)),
                Map.of("", origin),
                Gate.NONE,
                Duration.ofSeconds(15));
        get(here, "/contracts/42");
        filled(here, 1);

        assertThat(purge(there, Purge.Prefix.of("/"), Purge.Mode.HARD).keys()).isEmpty();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !get(here, "/contracts/42").content().equals("/contracts/421"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HARD", "SOFT"})
    void purge_urlOfANamedRoute_reachesThatOnly(Purge.Mode mode) throws Exception {
        get(here, "/contracts/42");
        get(here, "/contracts/43");
        filled(here, 2);
        Purge url = Purge.Url.of("http://grounds.example/contracts/42");
        assertThat(preview(there, url)).isEqualTo(new Preview(1, 0, true));

        assertThat(purge(here, url, mode).mode()).isEqualTo(mode);

        assertThat(get(here, "/contracts/42").content()).isEqualTo("/contracts/423");
        assertThat(get(here, "/contracts/43").content()).isEqualTo("/contracts/432");
    }

    @Test
    void purge_urlSoftly_removesAnswersToQuery() throws Exception {
        call(here, FakeCall.query("/contracts", "size > 3"));
        call(here, FakeCall.query("/contracts", "size > 4"));
        get(here, "/contracts");
        filled(here, 3);
        Purge url = Purge.Url.of("http://grounds.example/contracts");
        assertThat(preview(here, url)).satisfies(found -> {
            assertThat(found.responses()).isEqualTo(3);
            assertThat(found.exact()).isTrue();
        });
        assertThat(preview(here, Purge.Prefix.of("/contracts")).responses()).isEqualTo(3);

        assertThat(purge(here, url, Purge.Mode.SOFT).mode()).isEqualTo(Purge.Mode.HARD);

        assertThat(preview(here, url).responses()).isZero();
        assertThat(call(here, FakeCall.query("/contracts", "size > 3")).content())
                .isEqualTo("/contracts4");
        assertThat(get(here, "/contracts").content()).isEqualTo("/contracts5");
    }

    private void share(String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("Cache-Control", "max-age=600", "No-Vary-Search", "params=(\"utm\")"));
        origin.answers = request -> FakeOrigin.respond(200, "v" + origin.asked(), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HARD", "SOFT"})
    void purge_urlThatSharesWithOthers_removesWhatTheyShare(Purge.Mode mode) throws Exception {
        share();
        get(here, "/contracts?utm=1&page=1");
        get(here, "/contracts?utm=2&page=1");
        get(here, "/contracts?utm=3&page=2");
        filled(here, 2);
        Purge url = Purge.Url.of("http://grounds.example/contracts?utm=9&page=1");
        assertThat(preview(here, url)).satisfies(found -> {
            assertThat(found.responses()).isEqualTo(2);
            assertThat(found.exact()).isTrue();
        });

        assertThat(purge(here, url, mode).mode()).isEqualTo(Purge.Mode.HARD);

        assertThat(preview(here, url).responses()).isZero();
        int asked = origin.asked();
        get(here, "/contracts?utm=4&page=1");
        get(here, "/contracts?utm=4&page=2");
        assertThat(origin.asked()).isEqualTo(asked + 2);
    }

    @Test
    void purge_prefixOfSharedVariants_countsAndReachesEach() throws Exception {
        share("Vary", "Accept-Language");
        get(here, "/vary/x?utm=0", "Accept-Language", "de");
        get(here, "/vary/x?utm=1", "Accept-Language", "de");
        get(here, "/vary/x?utm=2", "Accept-Language", "en");
        filled(here, 2);

        assertThat(preview(here, Purge.Prefix.of("/vary/x"))).satisfies(found -> {
            assertThat(found.responses()).isEqualTo(2);
            assertThat(found.exact()).isTrue();
        });
        assertThat(preview(here, Purge.Url.of("http://grounds.example/vary/x")).responses())
                .isEqualTo(2);
        purge(here, Purge.Prefix.of("/vary/x"), Purge.Mode.HARD);

        assertThat(preview(here, Purge.Prefix.of("/vary/x")).responses()).isZero();
        int asked = origin.asked();
        get(here, "/vary/x?utm=3", "Accept-Language", "en");
        assertThat(origin.asked()).isEqualTo(asked + 1);
    }

    /** The rule of a path may be gone before what lies under it, and be learned again. */
    @ParameterizedTest
    @ValueSource(strings = {"HARD", "SOFT"})
    void purge_urlWhoseRuleIsForgotten_leavesNothingForWhenItIsLearnedAgain(Purge.Mode mode) throws Exception {
        share();
        Route route = Route.of("contracts", "/contracts", Profile.SAFE);
        String rule = Keys.stem(route, route.rules()) + "http://grounds.example/contracts#?";
        get(there, "/contracts?utm=1");
        get(there, "/contracts?utm=2");
        filled(there, 1);
        there.store().invalidate(rule).toCompletableFuture().get(60, TimeUnit.SECONDS);

        purge(there, Purge.Url.of("http://grounds.example/contracts?utm=3"), mode);

        get(there, "/contracts?utm=4");
        assertThat(get(there, "/contracts?utm=5").content()).isNotEqualTo("v2");
        assertThat(get(there, "/contracts?utm=6").content()).isNotEqualTo("v2");
    }
}
