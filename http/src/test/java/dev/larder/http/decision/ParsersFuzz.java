package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.RFC;
import static dev.larder.http.decision.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import dev.larder.http.message.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz targets of what reads fields: no value makes them throw, and what they read lies within its bounds. A plain test run tries
 * the seeds; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class ParsersFuzz {

    private static final List<String> TIMES =
            List.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");

    static Stream<byte[]> controls() {
        return seeds(
                "max-age=60, s-maxage=\"5\", private=\"a, b\", no-cache",
                "no-store; x, max-age =1, =, \"",
                "must-understand, no-store, stale-if-error=99999999999999999999",
                "max-age=60;a=\"b\", private=\"set-cookie\", x=:YQ==:, y=(1 2.5 tok)");
    }

    static Stream<byte[]> dates() {
        return seeds(
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 29-Feb-00 23:59:60 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun, 31 Feb 9999 99:99:99 GMT");
    }

    static Stream<byte[]> ranges() {
        return seeds(
                "bytes=0-1,5-,-3",
                "bytes=7-500",
                "bytes=9-1",
                "bytes=99999999999999999999-",
                "bytes 0-4/10",
                "items=1-2");
    }

    static Stream<byte[]> fields() {
        return seeds(
                "\"a\", W/\"b,c\", *",
                "params=(\"a\" \"%\"), key-order",
                "accept, *, accept-language",
                "de;q=0.50, *;q=1.",
                "\"g\";x, \"h\"",
                "7, 8");
    }

    private static Stream<byte[]> seeds(String... texts) {
        return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("controls")
    @FuzzTest(maxDuration = "60s")
    void directives_anyValue_isReadWithinBounds(byte[] bytes) {
        String value = text(bytes);
        List<Directives> read = new ArrayList<>(List.of(Directives.parse(List.of(value))));
        Directives targeted = Directives.parseTargeted(List.of(value));
        if (targeted != null) {
            read.add(targeted);
        }
        for (Directives directives : read) {
            for (String name : TIMES) {
                Duration time = directives.seconds(name);
                assertThat(time == null || (!time.isNegative() && time.compareTo(Seconds.MOST) <= 0))
                        .isTrue();
            }
            assertThat(directives.isUnqualified("private")
                            && !directives.fieldNames("private").isEmpty())
                    .isFalse();
        }
        for (String field : List.of("Cache-Control", "CDN-Cache-Control")) {
            ResponseHead response = Messages.ok(field, value);
            assertThat(Storing.of(get("Cache-Control", value), response, true, Messages.TIMES, RFC))
                    .isNotNull();
        }
    }

    @MethodSource("dates")
    @FuzzTest(maxDuration = "60s")
    void date_anyText_isReadAndWrittenTheSame(byte[] bytes) {
        Instant read = HttpDate.parse(text(bytes), NOW);
        if (read != null) {
            assertThat(HttpDate.parse(HttpDate.format(read), NOW)).isEqualTo(read);
        }
    }

    @MethodSource("ranges")
    @FuzzTest(maxDuration = "60s")
    void ranges_anyValue_areWithinTheContent(byte[] bytes) {
        String value = text(bytes);
        if (Ranges.parse(value, 100, 16) instanceof Ranges.Some some) {
            assertThat(some.ranges()).isNotEmpty().allMatch(range -> range.last() < 100);
        }
        ContentRange range = ContentRange.parse(value);
        if (range != null) {
            assertThat(ContentRange.parse(range.toString())).isEqualTo(range);
        }
    }

    @MethodSource("fields")
    @FuzzTest(maxDuration = "60s")
    void fields_anyValue_areRead(byte[] bytes) {
        String value = text(bytes);
        assertThat(EntityTag.parseAll(List.of(value)))
                .allSatisfy(tag -> assertThat(EntityTag.parse(tag.toString())).isEqualTo(tag));
        String form = NoVarySearch.of(Fields.of("No-Vary-Search", value)).form("/a?" + value.replace(' ', '+'));
        assertThat(form).startsWith("/a");
        Vary.of(Fields.of("Vary", value), RFC).key(Fields.of("Accept", value, "Accept-Language", value), RFC);
        String key = new Vary(new TreeSet<>(List.of("accept-language", "accept")), false)
                .key(Fields.of("Accept", value, "Accept-Language", value), RFC);
        assertThat(key.lines()).hasSize(2);
        SortedSet<String> tags = Tags.of(get(), Fields.of("Cache-Groups", value, "Cache-Tag", value), RFC);
        assertThat(tags == null ? List.<String>of() : tags).allMatch(tag -> tag.length() <= 512);
        assertThat(Ages.initial(Fields.of("Age", value), Messages.TIMES, RFC)).isBetween(Duration.ZERO, Seconds.MOST);
    }

    /** What may be the value of a field. */
    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        new String(bytes, StandardCharsets.ISO_8859_1)
                .chars()
                .filter(c -> c == '\t' || (c >= ' ' && c != 0x7f))
                .forEach(c -> text.append((char) c));
        return text.toString().strip();
    }
}
