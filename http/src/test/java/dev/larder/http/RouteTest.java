package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.decision.Profile;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ResponseRules;
import java.util.Set;
import java.util.TreeSet;
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

    private static final int PINNED = 921_715_078;

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

    @Test
    void covers_wholeSegmentsOnly() {
        Route route = Route.of("plots", "/plots", Profile.SAFE);

        assertThat(route.covers("/plots")).isTrue();
        assertThat(route.covers("/plots/7")).isTrue();
        assertThat(route.covers("/plotsx")).isFalse();
        assertThat(SAFE.covers("/anything")).isTrue();
    }

    @Test
    void route_withoutNamePrefixOrContent_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Route.of("All", "/", Profile.SAFE));
        assertThatIllegalArgumentException().isThrownBy(() -> Route.of("all", "plots", Profile.SAFE));
        assertThatIllegalArgumentException().isThrownBy(() -> SAFE.withMaxContent(0));
    }
}
