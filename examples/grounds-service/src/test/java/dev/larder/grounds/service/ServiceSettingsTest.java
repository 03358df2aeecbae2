package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.grounds.GroundsConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceSettingsTest {

    private static ServiceSettings of(Map<String, String> properties) {
        return ServiceSettings.of(properties::get);
    }

    @Test
    void of_nothing_isTheSampleThatTheCommandLineUses() {
        ServiceSettings settings = of(Map.of());

        assertThat(settings.database()).isEqualTo(GroundsConfig.defaults());
        assertThat(settings.redis()).isNull();
    }

    @Test
    void of_databases_areAFolderMemoryOrAUrl() {
        assertThat(of(Map.of("grounds.database", "some/where")).database().folder())
                .isEqualTo(Path.of("some/where"));
        assertThat(of(Map.of("grounds.database", "memory")).database().url()).startsWith("jdbc:h2:mem:");
        assertThat(of(Map.of("grounds.database", "jdbc:postgresql://db/grounds"))
                        .database()
                        .url())
                .isEqualTo("jdbc:postgresql://db/grounds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "zzyzx", "10000001", "99999999999"})
    void of_countThatIsNone_isRefusedWithoutTheValue(String count) {
        assertThatThrownBy(() -> of(Map.of("grounds.contracts", count)))
                .isInstanceOf(SettingException.class)
                .hasMessage("grounds.contracts: give a number from 1 to 10000000");
    }

    @Test
    void toString_secrets_areNotShown() {
        ServiceSettings settings = of(Map.of(
                "larder.redis", "redis://me:zzyzx@host",
                "grounds.database", "jdbc:postgresql://db/grounds?password=zzyzx"));

        assertThat(settings.toString()).doesNotContain("zzyzx");
    }
}
