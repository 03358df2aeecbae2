package dev.larder.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.AccessRules;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.Admitted;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.Screened;
import dev.larder.http.guard.Screening;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.Field;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields requests can be counted by. */
class RateTest {

    private static final ScreeningRules RULES = ScreeningRules.DEFAULT;

    private static Rate by(String field) {
        return new Rate(
                Limit.of("few", Algorithm.Gcra.of(3, Duration.ofHours(1))),
                List.of(new Rate.By.Address(), new Rate.By.Header(field)));
    }

    private static boolean arrives(String field, String value, ScreeningRules rules) {
        Arrival arrival = new Arrival(
                Arrival.Version.HTTP_1_1,
                "http",
                "POST",
                "/",
                null,
                List.of(new Field("Host", "a"), new Field(field, value)),
                false);
        Screened screened = new Screening(rules).screen(arrival);
        return screened instanceof Admitted admitted
                && admitted.request().fields().has(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "x-real-ip",
                "Forwarded",
                "X-Larder-User",
                "X-HTTP-Method-Override",
                "Host",
                "Connection",
                "Upgrade",
                "TE",
                "Proxy-Authorization",
                "Expect",
                "X_Tenant",
                "ContentLength"
            })
    void problem_aFieldThatNeverArrives_isSaid(String field) {
        String value = field.equals("Expect") ? "100-continue" : field.equals("TE") ? "trailers" : "x";
        assertThat(field.equals("Host") || !arrives(field, value, RULES)).isTrue();

        assertThat(by(field).problem(RULES)).contains("header." + field, "taken away from every request: ");
        Route route = Route.of("a", "/", Profile.SAFE).withAccess(AccessRules.OPEN.withRates(List.of("few")));
        assertThat(Rate.problem(route, Map.of("few", by(field)), RULES)).contains("header." + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Tenant", "Authorization", "User-Agent", "Accept-Language", "Sec-Fetch-Site"})
    void problem_aFieldThatArrives_isNone(String field) {
        assertThat(arrives(field, "x", RULES)).isTrue();
        assertThat(by(field).problem(RULES)).isNull();
    }

    @Test
    void problem_aFieldThatIsTrusted_isNone() {
        ScreeningRules trusting = RULES.withTrusted(Set.of("x-real-ip", "x_tenant"));

        assertThat(by("X-Real-IP").problem(RULES)).contains("requests.trusted-fields");
        assertThat(arrives("X-Real-IP", "x", trusting)).isTrue();
        assertThat(by("X-Real-IP").problem(trusting)).isNull();
        assertThat(by("X_Tenant").problem(trusting)).isNull();
    }
}
