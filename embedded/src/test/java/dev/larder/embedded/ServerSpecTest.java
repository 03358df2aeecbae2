package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSpecTest {

    @Test
    void setting_value_becomesALine() {
        assertThat(ServerSpec.setting("save", "60 1")).isEqualTo("save 60 1");
        assertThat(ServerSpec.setting("save", "")).isEqualTo("save \"\"");
    }

    @ParameterizedTest
    @CsvSource({"port,1", "dir,/", "daemonize,yes", "logfile,x", "include,x", "no spaces,x", "'',x", "maxmemory,'1\n2'"
    })
    void setting_thatBreaksTheFile_isRefused(String name, String value) {
        assertThatThrownBy(() -> ServerSpec.setting(name, value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void password_givenTwice_lastOneWins() {
        assertThat(spec("requirepass a", "requirepass \"b c\"").password()).isEqualTo("b c");
        assertThat(spec("requirepass \"\"").password()).isNull();
        assertThat(spec().password()).isNull();
    }

    @Test
    void builder_contradictions_areRefused() {
        EmbeddedRedisBuilder builder =
                EmbeddedRedis.builder().dataFrom(Path.of("a")).keepDataIn(Path.of("b"));
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("dataFrom");
        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedCluster.start(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedSentinel.start("two words")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ServerSpec spec(String... settings) {
        return new ServerSpec(ServerSpec.Role.SERVER, List.of(settings), 0, null, null, null);
    }
}
