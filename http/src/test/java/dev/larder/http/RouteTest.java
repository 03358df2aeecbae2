package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.LifeRules;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.BoundsRules;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ResponseRules;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RouteTest {

    private static final Route SAFE = Route.of("all", "/", Profile.SAFE);

    /** Another process computes the same: neither the identity of constants nor the order of sets, which differ there, is in it. */
    @Test
    void rules_anyProcess_areTheSame() {
        Route route = SAFE.with(FieldRules.builder()
                        .key("Accept-Language", "de", "en", "fr")
                        .pass("traceparent")
                        .pass("b3")
                        .build())
                .with(QueryRules.without("utm_*", "gclid", "fbclid", "ref"));

        assertThat(route.rules()).isEqualTo(PINNED);
    }

    private static final int PINNED = 1_283_040_594;

    @Test
    void with_one_leavesAllOthers() throws ReflectiveOperationException {
        Route route = Route.at("one", "/a/{id}", Profile.RFC)
                .withOrigin("b")
                .with(CacheSettings.builder(Profile.SAFE).build())
                .with(FieldRules.builder().key("a").build())
                .with(QueryRules.without("a"))
                .with(ResponseRules.SAFE)
                .with(new BoundsRules(Duration.ofMinutes(2), 10, 20, 3, 40, 5))
                .withMaxContent(7)
                .withTags(List.of("a:{id}"))
                .withAccess(AccessRules.OPEN.withRates(List.of("few")));
        Map<String, Route> changed = Map.of(
                "cached", route.withoutCache(),
                "origin", route.withOrigin("c"),
                "settings", route.with(CacheSettings.builder(Profile.RFC).build()),
                "fields", route.with(FieldRules.DEFAULT),
                "query", route.with(QueryRules.ALL),
                "responses", route.with(ResponseRules.RFC),
                "bounds", route.with(BoundsRules.DEFAULT),
                "maxContent", route.withMaxContent(8),
                "tags", route.withTags(List.of()),
                "access", route.withAccess(AccessRules.OPEN));

        for (Map.Entry<String, Route> each : changed.entrySet()) {
            for (RecordComponent part : Route.class.getRecordComponents()) {
                Object before = part.getAccessor().invoke(route);
                Object after = part.getAccessor().invoke(each.getValue());
                assertThat(after.equals(before))
                        .as(each.getKey() + " changed, " + part.getName())
                        .isEqualTo(!part.getName().equals(each.getKey()));
            }
        }
    }

    @Test
    void rules_changed_areOthers() {
        Set<Integer> rules = new TreeSet<>();
        rules.add(SAFE.rules());
        rules.add(Route.of("all", "/", Profile.RFC).rules());
        rules.add(SAFE.with(QueryRules.without("a")).rules());
        rules.add(SAFE.with(QueryRules.without("a").inOrder()).rules());
        rules.add(SAFE.with(ResponseRules.RFC).rules());
        rules.add(SAFE.with(FieldRules.builder().key("a").build()).rules());
        rules.add(SAFE.with(FieldRules.builder().pass("a").build()).rules());

        assertThat(rules).hasSize(7);
        assertThat(SAFE.withMaxContent(1).rules()).isEqualTo(SAFE.rules());
    }

    /** What is frozen into an entry when it is stored is in the number: life, age, tags. */
    @Test
    void rules_settingsOfLifeAgeAndTagsChanged_areOthers() {
        Set<Integer> rules = new TreeSet<>();
        rules.add(SAFE.rules());
        rules.add(changed(settings -> settings.heuristics(0.2, Duration.ofDays(1))));
        rules.add(changed(settings -> settings.heuristics(0, Duration.ofDays(2))));
        rules.add(changed(settings -> settings.apparentAge(false)));
        rules.add(changed(settings -> settings.keptForValidation(Duration.ofHours(2))));
        rules.add(changed(settings -> settings.staleWhenDisconnected(Duration.ofHours(2))));
        rules.add(changed(settings -> settings.tags(List.of("Cache-Tag"), 64, 256)));
        rules.add(changed(settings -> settings.tags(List.of("Surrogate-Key", "Cache-Tag"), 65, 256)));
        rules.add(changed(settings -> settings.tags(List.of("Surrogate-Key", "Cache-Tag"), 64, 255)));

        assertThat(rules).hasSize(9);
    }

    private static int changed(UnaryOperator<CacheSettings.Builder> change) {
        return SAFE.with(change.apply(CacheSettings.builder(Profile.SAFE).encodingHandled(true))
                        .build())
                .rules();
    }

    /** Where an entry goes to, and what its tags are made of, is in the number. */
    @Test
    void rules_originTagsAndLivesChanged_areOthers() {
        Route contract = Route.at("all", "/contracts/{id}", Profile.SAFE);
        Set<Integer> rules = new TreeSet<>();
        rules.add(SAFE.rules());
        rules.add(SAFE.withOrigin("b").rules());
        rules.add(contract.withTags(List.of("contract:{id}")).rules());
        rules.add(contract.withTags(List.of("c:{id}")).rules());
        rules.add(Route.at("all", "/areas/{id}", Profile.SAFE)
                .withTags(List.of("c:{id}"))
                .rules());
        rules.add(SAFE.with(FieldRules.builder().strip("a").build()).rules());
        rules.add(changed(settings -> settings.lives(LifeRules.NONE.withNegativeTtl(Duration.ofSeconds(1)))));
        rules.add(changed(settings -> settings.lives(LifeRules.NONE.withStale(Duration.ofSeconds(1), Duration.ZERO))));
        rules.add(changed(settings -> settings.lives(LifeRules.NONE.withStale(Duration.ZERO, Duration.ofSeconds(1)))));
        LifeRules minute = LifeRules.NONE.withTtl(Duration.ofMinutes(1), Duration.ofMinutes(1));
        rules.add(changed(settings -> settings.lives(minute)));
        rules.add(changed(settings -> settings.lives(minute.overriding())));
        rules.add(changed(settings -> settings.lives(minute.withTtl(Duration.ofMinutes(1), Duration.ofMinutes(2)))));

        assertThat(rules).hasSize(12);
    }

    /** The texts of these rules have the same String.hashCode, which would let the one find what the other has stored. */
    @Test
    void rules_textsOfOneHashCode_areOthers() {
        Route one = SAFE.withOrigin("Aa");
        Route other = SAFE.withOrigin("BB");

        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(one.rules()).isNotEqualTo(other.rules());
    }

    @Test
    void route_withoutNamePrefixOrContent_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Route.of("All", "/", Profile.SAFE));
        assertThatIllegalArgumentException().isThrownBy(() -> Route.of("all", "plots", Profile.SAFE));
        assertThatIllegalArgumentException().isThrownBy(() -> SAFE.withMaxContent(0));
    }
}
