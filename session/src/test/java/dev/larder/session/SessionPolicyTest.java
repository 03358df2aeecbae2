package dev.larder.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SessionPolicyTest {

    @Test
    void builder_unchanged_hasTheDefaults() {
        SessionPolicy policy = SessionPolicy.builder().build();

        assertThat(policy.idle()).isEqualTo(Duration.ofHours(24));
        assertThat(policy.absolute()).isEqualTo(Duration.ofDays(30));
        assertThat(policy.maxPerUser()).isZero();
        assertThat(policy.touchEvery()).isZero();
    }

    @Test
    void build_ofContradictions_namesEach() {
        SessionPolicy.Builder builder = SessionPolicy.builder()
                .idle(Duration.ofHours(2))
                .absolute(Duration.ofHours(1))
                .maxPerUser(-1)
                .nearEntries(10)
                .rotationGrace(Duration.ofMinutes(2))
                .maxAttributes(0)
                .maxAttributeBytes(0);

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shorter than idle")
                .hasMessageContaining("max-per-user is -1")
                .hasMessageContaining("set touch-every")
                .hasMessageContaining("rotation-grace")
                .hasMessageContaining("max-attributes is 0")
                .hasMessageContaining("max-attribute-bytes is 0");
    }

    @Test
    void build_ofFractionsOfAMillisecond_isRefused() {
        assertThatThrownBy(() -> SessionPolicy.builder()
                        .idle(Duration.ofDays(1).plusNanos(1))
                        .build())
                .hasMessageContaining("whole milliseconds");
    }

    @Test
    void build_manyPerUserWithNearCopies_isRefused() {
        SessionPolicy.Builder builder =
                SessionPolicy.builder().maxPerUser(101).nearEntries(1).touchEvery(Duration.ofMinutes(1));

        assertThatThrownBy(builder::build).hasMessageContaining("max-per-user is 101, more than 100");
        assertThat(builder.maxPerUser(100).build().maxPerUser()).isEqualTo(100);
    }

    @Test
    void build_touchingTooSeldom_isRefused() {
        assertThatThrownBy(() ->
                        SessionPolicy.builder().touchEvery(Duration.ofHours(13)).build())
                .hasMessageContaining("more than half of idle");
    }
}
