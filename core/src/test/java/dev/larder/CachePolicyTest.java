package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.larder.CachePolicy.Near;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CachePolicyTest {

    @ParameterizedTest
    @EnumSource(Layer.class)
    void toBuilder_unchanged_buildsEqualPolicy(Layer layer) {
        CachePolicy policy = CachePolicy.of(layer);

        assertThat(policy.toBuilder().build()).isEqualTo(policy).hasSameHashCodeAs(policy);
    }

    @Test
    void of_session_neverAnswersStaleAndFailsClosed() {
        CachePolicy policy = CachePolicy.of(Layer.SESSION);

        assertThat(policy.ttl()).isEqualTo(Duration.ofHours(24)).isEqualTo(policy.ttlMax());
        assertThat(policy.jitter()).isZero();
        assertThat(policy.earlyRefresh()).isZero();
        assertThat(policy.grace()).isZero();
        assertThat(policy.outage()).isEqualTo(new OutagePolicy.FailClosed());
    }

    @Test
    void ttl_fixed_endsTheRange() {
        CachePolicy policy = CachePolicy.of(Layer.API).toBuilder()
                .ttl(Duration.ofMinutes(10))
                .build();

        assertThat(policy.ttlMax()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void near_conveniences_replaceEachOther() {
        CachePolicy.Builder builder = CachePolicy.of(Layer.API).toBuilder();

        assertThat(builder.nearBytes(1024).build().near()).isEqualTo(new Near(true, 0, 1024));
        assertThat(builder.noNear().build().near()).isEqualTo(Near.OFF);
        assertThat(builder.nearEntries(7).build().near()).isEqualTo(new Near(true, 7, 0));
    }

    @Test
    void jitter_negativeZero_equalsZero() {
        CachePolicy.Builder builder = CachePolicy.of(Layer.API).toBuilder();

        assertThat(builder.jitter(-0.0).earlyRefresh(-0.0).build())
                .isEqualTo(builder.jitter(0).earlyRefresh(0).build());
    }

    /** Each starts with the api layer: ttl 5m..15m, grace 1h, stale 30s and 1h, negative 30s. */
    static Stream<Arguments> contradictions() {
        return Stream.of(
                refused(b -> b.ttl(Duration.ZERO), "ttl is 0s; set it to how long a value is fresh"),
                refused(b -> b.ttl(seconds(-1)), "ttl is -1s; set it to 0s or more"),
                refused(b -> b.ttl(seconds(10), seconds(-1)), "ttl is -1s; set it to 0s or more"),
                refused(b -> b.ttl(Duration.ofDays(3651)), "ttl is 3651d; set it to 3650d or less"),
                refused(b -> b.ttl(Duration.ofNanos(1)), "ttl is PT0.000000001S; set it to whole milliseconds"),
                refused(
                        b -> b.ttl(seconds(10), seconds(5)),
                        "ttl is 10s..5s, a range that ends before it begins; swap its ends"),
                refused(b -> b.jitter(0.51), "jitter is 0.51; set it between 0 and 0.5"),
                refused(b -> b.jitter(-0.1), "jitter is -0.1; set it between 0 and 0.5"),
                refused(b -> b.jitter(Double.NaN), "jitter is NaN; set it between 0 and 0.5"),
                refused(b -> b.earlyRefresh(-1), "early-refresh is -1; set it between 0 and 100"),
                refused(
                        b -> b.earlyRefresh(Double.POSITIVE_INFINITY),
                        "early-refresh is Infinity; set it between 0 and 100"),
                refused(b -> b.grace(seconds(-1)), "grace is -1s; set it to 0s or more"),
                refused(
                        b -> b.staleWhileRevalidate(Duration.ofHours(2)),
                        "stale-while-revalidate is 2h, but expired values are kept for grace 1h only; raise grace or"
                                + " lower stale-while-revalidate"),
                refused(
                        b -> b.staleIfError(Duration.ofMinutes(61)),
                        "stale-if-error is 1h1m, but expired values are kept for grace 1h only; raise grace or lower"
                                + " stale-if-error"),
                refused(
                        b -> b.staleWhileRevalidate(seconds(-1)),
                        "stale-while-revalidate is -1s; set it to 0s or more"),
                refused(b -> b.staleIfError(seconds(-1)), "stale-if-error is -1s; set it to 0s or more"),
                refused(b -> b.negativeTtl(seconds(-1)), "negative-ttl is -1s; set it to 0s or more"),
                refused(b -> b.softTimeout(Duration.ZERO), "soft-timeout is 0s; set it to more than 0s, or to off"),
                refused(b -> b.loadTimeout(Duration.ZERO), "load-timeout is 0s; set it to more than 0s, or to off"),
                refused(
                        b -> b.softTimeout(seconds(3)).loadTimeout(seconds(3)),
                        "soft-timeout is 3s, not shorter than load-timeout 3s, so that it never ends; lower soft-timeout"
                                + " or raise load-timeout"),
                refused(
                        b -> b.softTimeout(seconds(1))
                                .grace(Duration.ZERO)
                                .staleIfError(Duration.ZERO)
                                .staleWhileRevalidate(Duration.ZERO),
                        "soft-timeout is 1s, after which stale values are answered, but grace is 0s and none are kept;"
                                + " raise grace or set soft-timeout to off"),
                refused(b -> b.lease(Duration.ZERO), "lease is 0s; set it to more than the longest load takes"),
                refused(
                        b -> b.loadTimeout(seconds(10)),
                        "lease is 10s, not longer than load-timeout 10s, so that a load could outlive its right to"
                                + " fill; raise lease or lower load-timeout"),
                refused(b -> b.maxConcurrentLoads(0), "max-concurrent-loads is 0; set it between 1 and 2147483647"),
                refused(b -> b.loadQueueTimeout(seconds(-1)), "load-queue-timeout is -1s; set it to 0s or more"),
                refused(b -> b.maxEntryBytes(0), "max-entry-bytes is 0; set it between 1 and 536870912"),
                refused(b -> b.maxKeyBytes(32769), "max-key-bytes is 32769; set it between 1 and 32768"),
                refused(
                        b -> b.fields(fields -> fields.drop("a").mask("a")),
                        "mask-fields has 'a', and so has drop-fields; remove one"),
                refused(b -> b.fields(fields -> fields.maskKeeps(5)), "mask-keeps is 5; set it between 0 and 4"),
                refused(
                        b -> b.keyPattern("[0-9"),
                        "key-pattern is no regular expression: Unclosed character class near index 3; correct it, or set it"
                                + " to off"),
                refused(b -> b.version(0), "version is 0; set it between 1 and 2147483647"),
                refused(
                        b -> b.nearEntries(0),
                        "near has no limit; set its entries or its bytes above 0, or near to off"),
                refused(
                        b -> b.nearBytes(-1),
                        "near has a negative limit: entries 0, bytes -1; set one of them above 0, or near to off"),
                refused(
                        b -> b.near(new Near(true, 5, 1024)),
                        "near is limited both by entries 5 and by bytes 1KiB; choose one"),
                refused(
                        b -> b.near(new Near(false, 5, 0)),
                        "near is off but has a limit: entries 5, bytes 0; set both to 0, or enable it"),
                refused(
                        b -> b.serveStale(Duration.ZERO),
                        "outage is serve-stale 0s, which answers nothing; set a longer bound, fail-open or fail-closed"),
                refused(b -> b.serveStale(seconds(-1)), "outage is serve-stale -1s; set it to 0s or more"),
                refused(
                        b -> b.serveStale(Duration.ofMinutes(76)),
                        "outage is serve-stale 1h16m, but values are kept for 1h15m only: ttl 5m..15m and grace 1h;"
                                + " raise grace or lower the bound"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void build_contradiction_namesSettingsValuesAndRemedy(UnaryOperator<CachePolicy.Builder> change, String message) {
        CachePolicy.Builder builder = change.apply(CachePolicy.of(Layer.API).toBuilder());

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(builder::build)
                .withMessage(message);
    }

    @Test
    void build_severalContradictions_namesAll() {
        CachePolicy.Builder builder = CachePolicy.of(Layer.LIVE).toBuilder()
                .jitter(1)
                .version(0)
                .ttl(Duration.ZERO)
                .staleIfError(Duration.ofHours(1));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(builder::build)
                .satisfies(e -> assertThat(e.problems())
                        .extracting(problem -> problem.settings().get(0))
                        .containsExactly("ttl", "jitter", "version", "stale-if-error"))
                .withMessageContaining("\n");
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Arguments refused(UnaryOperator<CachePolicy.Builder> change, String message) {
        return arguments(change, message);
    }

    @Test
    void build_paddedAndCompressed_isRefused() {
        assertThat(CachePolicy.of(Layer.API).toBuilder()
                        .encryption(CachePolicy.Encryption.ON)
                        .padBytes(64)
                        .build()
                        .payload()
                        .compresses())
                .isFalse();
        assertThatThrownBy(() -> CachePolicy.of(Layer.API).toBuilder()
                        .encryption(CachePolicy.Encryption.ON)
                        .padBytes(64)
                        .compression(true)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pad-bytes");
    }
}
