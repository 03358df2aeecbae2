package dev.larder.session.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.ConfigurationException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TokenPolicyTest {

    @Test
    void build_defaults_areThoseOfThePage() {
        assertThat(TokenPolicy.builder().build())
                .isEqualTo(new TokenPolicy(
                        Duration.ofMinutes(15),
                        Duration.ofDays(30),
                        Duration.ofDays(90),
                        Duration.ofSeconds(60),
                        Duration.ZERO,
                        8192,
                        0));
        assertThat(RevocationPolicy.builder().build())
                .isEqualTo(new RevocationPolicy(Duration.ofHours(24), Duration.ofMinutes(5), 0));
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                refused("access-life: it is zero", policy -> policy.accessLife(Duration.ZERO)),
                refused("access-life: PT-1S", policy -> policy.accessLife(Duration.ofSeconds(-1))),
                refused(
                        "access-life: PT1H is longer than refresh-idle",
                        policy -> policy.accessLife(Duration.ofHours(1)).refreshIdle(Duration.ofMinutes(1))),
                refused(
                        "refresh-idle: PT2160H is longer than refresh-life",
                        policy -> policy.refreshIdle(Duration.ofDays(90)).refreshLife(Duration.ofDays(89))),
                refused("refresh-life: PT96000H", policy -> policy.refreshLife(Duration.ofDays(4000))),
                refused("retry-window: PT0.0005S", policy -> policy.retryWindow(Duration.ofNanos(500_000))),
                refused("overlap: PT2M is longer than retry-window", policy -> policy.overlap(Duration.ofMinutes(2))),
                refused("max-grant-bytes: 0", policy -> policy.maxGrantBytes(0)),
                refused("near-entries: -1", policy -> policy.nearEntries(-1)));
    }

    private static Arguments refused(String message, UnaryOperator<TokenPolicy.Builder> changes) {
        return Arguments.of(message, changes);
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void build_contradiction_saysSettingAndRemedy(String message, UnaryOperator<TokenPolicy.Builder> changes) {
        assertThatThrownBy(() -> changes.apply(TokenPolicy.builder()).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void build_revocationsOutOfRange_areRefused() {
        assertThatThrownBy(() ->
                        RevocationPolicy.builder().longestLife(Duration.ZERO).build())
                .hasMessageContaining("longest-life: PT0S");
        assertThatThrownBy(() -> RevocationPolicy.builder()
                        .leeway(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContaining("leeway: PT-1S");
        assertThatThrownBy(() -> RevocationPolicy.builder().nearEntries(-1).build())
                .hasMessageContaining("near-entries: -1");
    }
}
