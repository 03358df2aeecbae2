package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.DATE;
import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.TIMES;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.response;
import static dev.larder.http.decision.Messages.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FreshnessTest {

    private static Freshness of(CacheSettings settings, ResponseHead response) {
        return Freshness.of(response, Policy.of(response.fields(), settings), TIMES, settings);
    }

    private static Duration lifetime(String... fields) {
        return of(SAFE, response(200, fields)).lifetime();
    }

    @Test
    void of_sMaxage_winsOverMaxAgeAndExpires() {
        assertThat(lifetime("Cache-Control", "max-age=10, s-maxage=20", "Expires", date(30)))
                .isEqualTo(seconds(20));
    }

    @Test
    void of_maxAge_winsOverExpires() {
        assertThat(lifetime("Cache-Control", "max-age=10", "Expires", date(30))).isEqualTo(seconds(10));
        assertThat(lifetime("Cache-Control", "max-age=0", "Expires", date(30))).isZero();
    }

    @Test
    void of_expires_isMinusDate() {
        assertThat(lifetime("Expires", date(30))).isEqualTo(seconds(30));
        ResponseHead skewed = new ResponseHead(200, Fields.of("Date", date(-3600), "Expires", date(-3570)));
        assertThat(of(SAFE, skewed).lifetime()).isEqualTo(seconds(30));
    }

    @Test
    void of_expiresWithoutReadableDate_isMinusTheTimeOfReceipt() {
        assertThat(of(SAFE, new ResponseHead(200, Fields.of("Expires", date(30))))
                        .lifetime())
                .isEqualTo(seconds(30));
        assertThat(of(SAFE, new ResponseHead(200, Fields.of("Expires", date(30), "Date", "now")))
                        .lifetime())
                .isEqualTo(seconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "Mon, 30 Nov 2026 13:00:00 EST", "tomorrow"})
    void of_invalidExpires_isExpired(String expires) {
        Freshness freshness = of(RFC, response(200, "Expires", expires, "Last-Modified", date(-1000)));
        assertThat(freshness).isEqualTo(new Freshness(Duration.ZERO, true));
    }

    @Test
    void of_expiresInOldFormOrOtherCase_isRead() {
        assertThat(lifetime("Expires", "Monday, 30-Nov-26 12:00:30 GMT")).isEqualTo(seconds(30));
        assertThat(lifetime("Expires", "Mon Nov 30 12:00:30 2026")).isEqualTo(seconds(30));
        assertThat(lifetime("Expires", "mon, 30 nov 2026 12:00:30 gmt")).isEqualTo(seconds(30));
    }

    @Test
    void of_expiresInThePast_isZero() {
        assertThat(lifetime("Expires", date(-30))).isZero();
    }

    @Test
    void of_severalExpires_areStaleUnlessTheyAgree() {
        assertThat(lifetime("Expires", date(30), "Expires", date(40))).isZero();
        assertThat(lifetime("Expires", date(30), "Expires", date(30))).isEqualTo(seconds(30));
    }

    @Test
    void of_farFuture_isCapped() {
        assertThat(lifetime("Expires", "Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(Seconds.MOST);
        assertThat(lifetime("Cache-Control", "max-age=99999999999")).isEqualTo(Seconds.MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max-age=abc", "s-maxage=1.5, max-age=60", "max-age", "max-age=5, max-age=6", "s-maxage=-1"})
    void of_invalidFreshness_isStaleAndNoCaseForHeuristics(String cacheControl) {
        Freshness freshness =
                of(RFC, response(200, "Cache-Control", cacheControl, "Last-Modified", date(-1000), "Expires", date(9)));
        assertThat(freshness).isEqualTo(new Freshness(Duration.ZERO, true));
    }

    @Test
    void of_nothingSaid_isNotFresh() {
        assertThat(of(SAFE, response(200, "Last-Modified", date(-1000))))
                .isEqualTo(new Freshness(Duration.ZERO, false));
        assertThat(of(RFC, response(200))).isEqualTo(new Freshness(Duration.ZERO, false));
    }

    @Test
    void of_lastModified_isATenthUpToTheLimit() {
        assertThat(of(RFC, response(200, "Last-Modified", date(-1000)))).isEqualTo(new Freshness(seconds(100), false));
        assertThat(of(RFC, response(200, "Last-Modified", date(-100_000_000))).lifetime())
                .isEqualTo(Duration.ofDays(1));
        assertThat(of(RFC, response(200, "Last-Modified", date(1000))).lifetime())
                .isZero();
        assertThat(of(RFC, response(200, "Last-Modified", "never")).lifetime()).isZero();
    }

    @Test
    void of_explicitFreshness_isNeverHeuristic() {
        assertThat(of(RFC, response(200, "Cache-Control", "max-age=0", "Last-Modified", date(-1000))))
                .isEqualTo(new Freshness(Duration.ZERO, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 302, 303, 307, 400, 403, 404, 410, 500, 503, 299})
    void of_statusNotHeuristicallyCacheable_isNotFresh(int status) {
        assertThat(of(RFC, response(status, "Last-Modified", date(-1000))).lifetime())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 206, 300, 301, 308})
    void of_statusHeuristicallyCacheable_isFresh(int status) {
        assertThat(of(RFC, response(status, "Last-Modified", date(-1000))).lifetime())
                .isEqualTo(seconds(100));
    }

    @Test
    void of_public_makesHeuristicallyCacheable() {
        assertThat(of(RFC, response(302, "Cache-Control", "public", "Last-Modified", date(-1000)))
                        .lifetime())
                .isEqualTo(seconds(100));
    }

    @Test
    void date_severalOrNone_isTheFirstOrNow() {
        assertThat(Freshness.date(Fields.of("Date", DATE, "Date", date(5)), NOW.plusSeconds(9)))
                .isEqualTo(NOW);
        assertThat(Freshness.date(Fields.NONE, NOW)).isEqualTo(NOW);
    }
}
