package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CacheSettingsTest {

    @Test
    void builder_safe_doesOnlyWhatIsAskedFor() {
        CacheSettings safe = CacheSettings.builder(Profile.SAFE).build();
        assertThat(safe.heuristicFraction()).isZero();
        assertThat(safe.staleWhenDisconnected()).isZero();
        assertThat(safe.errors() || safe.partial() || safe.setCookie() || safe.keyShown())
                .isFalse();
        assertThat(safe.obeyed())
                .containsExactlyInAnyOrder(
                        RequestDirective.NO_STORE, RequestDirective.MAX_STALE, RequestDirective.STALE_IF_ERROR);
    }

    @Test
    void builder_rfc_doesAllThatIsPermitted() {
        CacheSettings rfc = CacheSettings.builder(Profile.RFC).build();
        assertThat(rfc.heuristicFraction()).isEqualTo(0.1);
        assertThat(rfc.staleWhenDisconnected()).isPositive();
        assertThat(rfc.errors() && rfc.partial() && rfc.setCookie()).isTrue();
        assertThat(rfc.obeyed()).isEqualTo(EnumSet.allOf(RequestDirective.class));
    }

    @Test
    void builder_valuesThatMakeNoSense_areRefused() {
        CacheSettings.Builder builder = CacheSettings.builder(Profile.RFC);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.heuristics(1.1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.heuristics(Double.NaN, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.heuristics(0.1, Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.keptForValidation(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.staleWhenDisconnected(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRanges(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.name("caché", false));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tags(List.of(), -1, 1));
    }
}
