package dev.larder.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.larder.http.guard.Arrival.Version;
import dev.larder.http.message.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzz target of screening: whatever a parser hands over, it is refused, or what is admitted is admitted again and stays as it is.
 * A plain test run tries the seeds; {@code JAZZER_FUZZ=1} starts from them and goes on.
 */
class ScreeningFuzz {

    static Stream<byte[]> bytes() {
        return Stream.of(
                        "",
                        "1GET\n/\nHost:a",
                        "1POST\n/a?b\nHost:a\nTransfer-Encoding:chunked\nCookie:a\nCookie:b",
                        "1POST\n/a?b\nHost:a\nTransfer-Encoding:chunked\nContent-Length:3",
                        "0GET\nhttps://[::1]:443/%7e\nHost:[::1]\nConnection:close, X\nX:1\nAccept-Encoding:gzip;q=0, *",
                        "2QUERY\n/\nHost:a\nContent-Length:7\nContent-Type:b",
                        "1OPTIONS\n*\nHost:A.b.:0443\nX-Forwarded-For:1\nExpect:100-continue\nRange:x",
                        "1GET\n/\nHost:a\n:b\nc\n\u0000:\u00ff")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Arrival arrival(byte[] bytes) {
        List<String> lines = Lists.parts(new String(bytes, StandardCharsets.ISO_8859_1), '\n');
        String first = lines.get(0);
        List<Field> fields = new ArrayList<>();
        for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
            int colon = Math.max(0, line.indexOf(':'));
            fields.add(new Field(line.substring(0, colon), line.substring(Math.min(line.length(), colon + 1))));
        }
        Version version = Version.values()[first.isEmpty() ? 1 : first.charAt(0) % 3];
        String method = first.isEmpty() ? "" : first.substring(1);
        String target = lines.size() > 1 ? lines.get(1) : "";
        boolean content = fields.size() % 2 == 1 && version == Version.HTTP_2;
        return new Arrival(version, "https", method, target, null, fields, content);
    }

    @MethodSource("bytes")
    @FuzzTest(maxDuration = "60s")
    void screen_anyArrival_isRefusedOrAdmittedInOneForm(byte[] bytes) {
        ScreeningRules lenient = ScreeningRules.DEFAULT
                .withDiscardContent(true)
                .withConnectionAbuse(Handling.KEEP)
                .withTarget(TargetRules.LENIENT)
                .withLimits(new Limits(200, 10_000, 100_000));
        for (ScreeningRules rules : List.of(ScreeningRules.DEFAULT, lenient)) {
            Screening screening = new Screening(rules);
            if (screening.screen(arrival(bytes)) instanceof Admitted admitted) {
                for (Field line : admitted.request().fields()) {
                    String name = line.name().toLowerCase(Locale.ROOT);
                    assertThat(KnownFields.isOfConnection(name) || KnownFields.isRouting(name))
                            .isFalse();
                }
                assertThat(admitted.target().text())
                        .isEqualTo(admitted.request().target());
                assertThat(screening.screen(again(admitted))).isEqualTo(admitted);
                FieldRules.DEFAULT.apply(admitted.request());
            }
        }
    }

    private static Arrival again(Admitted admitted) {
        boolean streamed =
                admitted.content() instanceof Content.Streamed || admitted.content() instanceof Content.Discarded;
        return new Arrival(
                Version.HTTP_2,
                "https",
                admitted.request().method(),
                admitted.request().target(),
                admitted.request().authority(),
                admitted.request().fields().lines(),
                streamed);
    }
}
