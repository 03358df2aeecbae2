package dev.larder.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {

    @ParameterizedTest
    @CsvSource({
        "500ms,500,500ms",
        "30s,30000,30s",
        "5m,300000,5m",
        "24h,86400000,1d",
        "1d,86400000,1d",
        "1h30m,5400000,1h30m",
        "90m,5400000,1h30m",
        "1d2h3m4s5ms,93784005,1d2h3m4s5ms",
        "0,0,0s",
        "0s,0,0s"
    })
    void duration_isReadAndShown(String text, long millis, String shown) {
        assertThat(Notation.readDuration(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Notation.duration(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "1.5h", "1s1m", "1m1m", "+1s", "-1s", "1S", "PT5S", "1_0s", "٣s"})
    void readDuration_anythingElse_isNone(String text) {
        assertThat(Notation.readDuration(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "64MiB,67108864,64MiB",
        "1MB,1000000,1000000B",
        "512KiB,524288,512KiB",
        "512,512,512B",
        "512B,512,512B",
        "2kB,2000,2000B",
        "1_000KB,1000000,1000000B",
        "3GiB,3221225472,3GiB",
        "1GB,1000000000,1000000000B",
        "2048GiB,2199023255552,2048GiB",
        "0,0,0B"
    })
    void bytes_areReadAndShown(String text, long bytes, String shown) {
        assertThat(Notation.readBytes(text)).isEqualTo(bytes);
        assertThat(Notation.bytes(bytes)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "1TB", "1 MB", "1mb", "1.5MB", "-1B", "_1B", "1__0B", "9223372036854775807GiB"})
    void readBytes_anythingElse_isNone(String text) {
        assertThat(Notation.readBytes(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_1", "1_", "1__0", "+1", "0x10", "9223372036854775808"})
    void readCount_anythingElse_isNone(String text) {
        assertThat(Notation.readCount(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".5", "1.", "1e3", "NaN", "-1", "0x1p3", "1d"})
    void readDecimal_anythingElse_isNone(String text) {
        assertThat(Notation.readDecimal(text)).isNull();
    }
}
