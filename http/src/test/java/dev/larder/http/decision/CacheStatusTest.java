package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.message.Fields;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CacheStatusTest {

    private static String shown(CacheStatus status, CacheSettings settings) {
        return String.join("|", status.appendTo(Fields.NONE, settings).all("Cache-Status"));
    }

    private static String shown(CacheStatus status) {
        return shown(status, SAFE);
    }

    @Test
    void appendTo_hit_hasTheRemainingLifetime() {
        assertThat(shown(CacheStatus.hit(seconds(376)))).isEqualTo("\"larder\";hit;ttl=376");
        assertThat(shown(CacheStatus.hit(seconds(-412)))).isEqualTo("\"larder\";hit;ttl=-412");
    }

    @Test
    void appendTo_forwarded_saysWhyAndWhatCameOfIt() {
        CacheStatus status = CacheStatus.forwarded(ForwardReason.STALE).answered(304, true, seconds(60));
        assertThat(shown(status)).isEqualTo("\"larder\";fwd=stale;fwd-status=304;ttl=60;stored");
        assertThat(shown(CacheStatus.forwarded(ForwardReason.URI_MISS).answered(200, false, null)))
                .isEqualTo("\"larder\";fwd=uri-miss;fwd-status=200");
    }

    @Test
    void appendTo_collapsed_saysWhetherItHelped() {
        CacheStatus miss = CacheStatus.forwarded(ForwardReason.URI_MISS);
        assertThat(shown(miss.collapsed(true))).isEqualTo("\"larder\";fwd=uri-miss;collapsed");
        assertThat(shown(miss.collapsed(false))).isEqualTo("\"larder\";fwd=uri-miss;collapsed=?0");
        assertThat(shown(CacheStatus.hit(seconds(1)).collapsed(true))).isEqualTo("\"larder\";hit;ttl=1");
    }

    @ParameterizedTest
    @EnumSource(ForwardReason.class)
    void appendTo_reason_isATokenOfTheRegistry(ForwardReason reason) {
        assertThat(shown(CacheStatus.forwarded(reason)))
                .isEqualTo("\"larder\";fwd="
                        + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Test
    void appendTo_key_isShownOnlyIfAllowed() {
        CacheStatus status = CacheStatus.hit(seconds(1)).key("GET /\u00e9\"");
        assertThat(shown(status)).isEqualTo("\"larder\";hit;ttl=1");
        CacheSettings open =
                CacheSettings.builder(Profile.SAFE).name("edge 1", true).build();
        assertThat(shown(status, open)).isEqualTo("\"edge 1\";hit;ttl=1;key=\"GET /?\\\"\"");
    }

    @Test
    void appendTo_detail_isAToken() {
        assertThat(shown(CacheStatus.hit(seconds(1)).detail("near"))).isEqualTo("\"larder\";hit;ttl=1;detail=near");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shown(CacheStatus.hit(seconds(1)).detail("a b")));
    }

    @Test
    void appendTo_membersOfOtherCaches_areKeptBeforeIt() {
        Fields fields = Fields.of("Cache-Status", "Origin; hit", "Cache-Status", "broken (");
        assertThat(CacheStatus.hit(seconds(1)).appendTo(fields, SAFE).all("Cache-Status"))
                .containsExactly("Origin; hit", "broken (", "\"larder\";hit;ttl=1");
    }
}
