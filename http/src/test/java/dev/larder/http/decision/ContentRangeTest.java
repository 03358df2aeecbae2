package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentRangeTest {

    @Test
    void parse_range_isRead() {
        assertThat(ContentRange.parse("bytes 0-0/1")).isEqualTo(new ContentRange(new ByteRange(0, 0), 1));
        assertThat(ContentRange.parse("BYTES 42-1233/1234")).isEqualTo(new ContentRange(new ByteRange(42, 1233), 1234));
        assertThat(ContentRange.parse("bytes 42-1233/*"))
                .isEqualTo(new ContentRange(new ByteRange(42, 1233), ContentRange.UNKNOWN))
                .hasToString("bytes 42-1233/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 0-0",
                "bytes=0-0/1",
                "bytes 1-0/2",
                "bytes 0-1/1",
                "bytes */5",
                "bytes 0-/5",
                "bytes -1/5",
                "bytes  0-1/5",
                "items 0-1/5",
                "bytes 0-1/5 ",
                "bytes 0-9999999999999999999/99999999999999999999"
            })
    void parse_invalid_isNull(String text) {
        assertThat(ContentRange.parse(text)).isNull();
        assertThat(ContentRange.parse(null)).isNull();
    }
}
