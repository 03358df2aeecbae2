package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.TIMES;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.ok;
import static dev.larder.http.decision.Messages.response;
import static dev.larder.http.decision.Messages.seconds;
import static dev.larder.http.decision.Messages.store;
import static dev.larder.http.decision.Messages.storing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LifeRulesTest {

    private static final LifeRules MINUTE = LifeRules.NONE.withTtl(seconds(60), seconds(60));

    private static CacheSettings settings(LifeRules rules) {
        return CacheSettings.builder(Profile.SAFE).lives(rules).build();
    }

    private static Duration fresh(LifeRules rules, ResponseHead response) {
        return store(get(), response, settings(rules)).life().fresh();
    }

    @Test
    void ttl_responseThatSaysNothing_isFreshByRuleOnly() {
        assertThat(storing(get(), ok(), SAFE)).isEqualTo(new Storing.Refuse(Refusal.USELESS));
        assertThat(fresh(MINUTE, ok())).isEqualTo(seconds(60));
        assertThat(fresh(MINUTE, ok("Cache-Control", "max-age=5"))).isEqualTo(seconds(5));
        assertThat(fresh(MINUTE.overriding(), ok("Cache-Control", "max-age=5"))).isEqualTo(seconds(60));
        assertThat(fresh(MINUTE.overriding(), ok("Expires", "0"))).isEqualTo(seconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private"})
    void ttl_responseThatForbids_isNotStored(String directive) {
        assertThat(storing(get(), ok("Cache-Control", directive), settings(MINUTE.overriding())))
                .isInstanceOf(Storing.Refuse.class);
    }

    @Test
    void ttl_noCacheAndAuthorization_holdAllTheSame() {
        Stored stored = store(get(), ok("Cache-Control", "no-cache", "ETag", "\"1\""), settings(MINUTE.overriding()));

        assertThat(stored.life().validateAlways()).isTrue();
        assertThat(storing(get("Authorization", "Basic x"), ok(), settings(MINUTE)))
                .isEqualTo(new Storing.Refuse(Refusal.AUTHORIZED));
    }

    @ParameterizedTest
    @CsvSource({"200, 60", "301, 60", "404, 7", "410, 7", "302, ", "451, ", "500, ", "503, "})
    void ttl_status_isRuledOrNot(int status, Long fresh) {
        LifeRules rules = MINUTE.withNegativeTtl(seconds(7));
        Storing storing = storing(get(), response(status), settings(rules));

        if (fresh == null) {
            assertThat(storing).isInstanceOf(Storing.Refuse.class);
        } else {
            assertThat(((Storing.Store) storing).stored().life().fresh()).isEqualTo(seconds(fresh));
        }
    }

    @Test
    void range_unchangedResponse_doublesUpToItsEnd() {
        CacheSettings settings = settings(LifeRules.NONE.withTtl(seconds(300), seconds(900)));
        Stored stored = store(get(), ok("ETag", "\"1\""), settings);
        assertThat(stored.life().fresh()).isEqualTo(seconds(300));

        for (int expected : new int[] {600, 900, 900}) {
            Validation.Freshened freshened =
                    Validation.freshen(stored, get(), response(304, "ETag", "\"1\""), TIMES, settings);
            stored = ((Storing.Store) freshened.storing()).stored();
            assertThat(stored.life().fresh()).isEqualTo(seconds(expected));
        }
        assertThat(fresh(settings.lives(), ok("ETag", "\"2\""))).isEqualTo(seconds(300));
    }

    @Test
    void stale_responseThatSaysNothing_isServedByRule() {
        LifeRules rules = MINUTE.withStale(seconds(3), seconds(4));

        Life silent = store(get(), ok(), settings(rules)).life();
        assertThat(silent.staleWhileRevalidate()).isEqualTo(seconds(3));
        assertThat(silent.staleIfError()).isEqualTo(seconds(4));
        Life said = store(
                        get(),
                        ok("Cache-Control", "max-age=9, stale-while-revalidate=0, stale-if-error=x"),
                        settings(rules))
                .life();
        assertThat(said.staleWhileRevalidate()).isZero();
        assertThat(said.staleIfError()).isZero();
        Life never = store(get(), ok("Cache-Control", "max-age=9, must-revalidate"), settings(rules))
                .life();
        assertThat(never.staleWhileRevalidate()).isZero();
        assertThat(never.staleIfError()).isZero();
    }

    @Test
    void rules_thatCannotBe_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LifeRules.NONE.withTtl(seconds(2), seconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> LifeRules.NONE.withTtl(seconds(-1), seconds(1)));
        assertThatIllegalArgumentException().isThrownBy(LifeRules.NONE::overriding);
        assertThatIllegalArgumentException().isThrownBy(() -> MINUTE.withNegativeTtl(seconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> MINUTE.withStale(seconds(-1), Duration.ZERO));
    }
}
