package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RangesTest {

    private static final Fields RESPONSE = Fields.of("ETag", "\"1\"", "Last-Modified", date(-1), "Date", date(0));

    private static String parsed(String value) {
        return shown(Ranges.of(get("Range", value), RESPONSE, 100, NOW, SAFE));
    }

    private static String shown(Ranges ranges) {
        if (ranges instanceof Ranges.Some some) {
            return some.ranges().stream()
                    .map(range -> range.first() + "-" + range.last())
                    .collect(Collectors.joining(" "));
        }
        return ranges instanceof Ranges.All ? "all" : "none";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-49|0-49",
                "BYTES=0-49|0-49",
                "bytes= 0-0, -1|0-0 99-99",
                "bytes=50-|50-99",
                "bytes=50-500|50-99",
                "bytes=-20|80-99",
                "bytes=-500|0-99",
                "bytes=99-|99-99",
                "bytes=0-99999999999999999999999|0-99",
                "bytes=-99999999999999999999999|0-99",
                "bytes=90-91,0-1|90-91 0-1",
                "bytes=0-9,10-19|0-19",
                "bytes=0-9,5-19,40-41|0-19 40-41",
                "bytes=0-9,20-29,5-24|0-29",
                "bytes=20-29,60-69,0-9,8-21|0-29 60-69",
                "bytes=200-,0-1|0-1",
                "bytes=10-19,0-4,40-49,30-39,5-9,50-59,20-29|0-59",
                "bytes=60-69,0-4,10-14,5-9|60-69 0-14",
            })
    void of_bytes_areThoseAskedFor(String value, String expected) {
        assertThat(parsed(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200,500-", "bytes=-0", "bytes=99999999999999999999-"})
    void of_nothingThere_isUnsatisfiable(String value) {
        assertThat(parsed(value)).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "items=0-1",
                "bytes 0-1",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-4",
                "bytes=0-1,x",
                "bytes=0 - 1",
                "bytes=0-1;2-3",
                "bytes=+0-1",
                "bytes=0-1-2",
                "=0-1",
                "",
                "bytes =0-1"
            })
    void of_invalidOrOtherUnit_isIgnored(String value) {
        assertThat(parsed(value)).isEqualTo("all");
    }

    @Test
    void of_moreRangesThanAllowed_isIgnored() {
        assertThat(parsed("bytes=" + "0-0,2-2,".repeat(8))).isEqualTo("0-0 2-2");
        assertThat(parsed("bytes=" + "0-0,2-2,".repeat(8) + "4-4")).isEqualTo("all");
    }

    @Test
    void of_severalLines_areIgnored() {
        RequestHead request = get("Range", "bytes=0-1", "Range", "bytes=4-5");
        assertThat(shown(Ranges.of(request, RESPONSE, 100, NOW, SAFE))).isEqualTo("all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "QUERY", "POST"})
    void of_otherMethod_isIgnored(String method) {
        assertThat(shown(Ranges.of(request(method, "Range", "bytes=0-1"), RESPONSE, 100, NOW, SAFE)))
                .isEqualTo("all");
    }

    @Test
    void of_emptyRepresentation_isIgnored() {
        assertThat(shown(Ranges.of(get("Range", "bytes=0-1"), RESPONSE, 0, NOW, SAFE)))
                .isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"1\"|0-1",
                "\"2\"|all",
                "W/\"1\"|all",
                "1|all",
                "''|all",
                "Mon, 30 Nov 2026 11:59:59 GMT|0-1",
                "Mon, 30 Nov 2026 11:59:58 GMT|all",
                "Mon, 30 Nov 2026 12:00:00 GMT|all"
            })
    void of_ifRange_isComparedStronglyAndExactly(String condition, String expected) {
        RequestHead request = get("Range", "bytes=0-1", "If-Range", condition);
        assertThat(shown(Ranges.of(request, RESPONSE, 100, NOW, SAFE))).isEqualTo(expected);
    }

    @Test
    void of_ifRangeAndAWeakValidatorStored_isAll() {
        RequestHead byTag = get("Range", "bytes=0-1", "If-Range", "\"1\"");
        assertThat(shown(Ranges.of(byTag, Fields.of("ETag", "W/\"1\""), 100, NOW, SAFE)))
                .isEqualTo("all");
        RequestHead byDate = get("Range", "bytes=0-1", "If-Range", date(0));
        Fields sameSecond = Fields.of("Last-Modified", date(0), "Date", date(0));
        assertThat(shown(Ranges.of(byDate, sameSecond, 100, NOW, SAFE))).isEqualTo("all");
        assertThat(shown(Ranges.of(byDate, Fields.NONE, 100, NOW, SAFE))).isEqualTo("all");
    }

    @Test
    void of_ifRangeWithoutRange_isIgnored() {
        assertThat(shown(Ranges.of(get("If-Range", "\"2\""), RESPONSE, 100, NOW, SAFE)))
                .isEqualTo("all");
    }

    @Test
    void byteRange_empty_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange(-1, 0));
    }
}
