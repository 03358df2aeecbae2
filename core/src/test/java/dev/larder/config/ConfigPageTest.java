package dev.larder.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CachePolicy;
import dev.larder.LarderConfig;
import dev.larder.Layer;
import dev.larder.config.Setting.Importance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of {@code docs/config.md} equal to the table of the settings. To rewrite them, run it with {@code
 * -Dlarder.docs=write}.
 */
class ConfigPageTest {

    private static final Path PAGE = Path.of("..", "docs", "config.md");
    private static final Pattern GENERATED = Pattern.compile("(?s)(<!-- generated: (\\w+) -->\n).*?(<!-- end -->)");

    @Test
    void page_tables_areGenerated() throws IOException {
        String page = Files.readString(PAGE);
        String expected = GENERATED
                .matcher(page)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1) + table(m.group(2)) + m.group(3)));
        if ("write".equals(System.getProperty("larder.docs"))) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/config.md differs from the table of the settings; run this test with -Dlarder.docs=write")
                .isEqualTo(expected)
                .contains("generated: larder ", "generated: essential ", "generated: frequent ", "generated: rare ");
    }

    @Test
    void page_examples_areRead() throws IOException {
        Matcher examples = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));

        assertThat(examples.results().map(result -> result.group(1)))
                .isNotEmpty()
                .allSatisfy(example -> LarderConfig.parse(example, "docs/config.md"));
    }

    private static String table(String name) {
        return name.equals("larder") ? larder() : policy(Importance.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static String larder() {
        LarderConfig defaults = LarderConfig.builder().build();
        StringBuilder rows = new StringBuilder("| key | value | default | what it is |\n|---|---|---|---|\n");
        for (Setting<?, LarderConfig, ?> setting : Settings.LARDER) {
            row(
                    rows,
                    "`" + setting.name() + "`",
                    setting.kind().name(),
                    cell(setting.show(defaults)),
                    description(setting));
        }
        return rows.toString();
    }

    private static String description(Setting<?, ?, ?> setting) {
        String importance = setting.importance().name();
        return setting.description() + " *" + importance.charAt(0)
                + importance.substring(1).toLowerCase(Locale.ROOT) + "*";
    }

    private static String policy(Importance importance) {
        StringBuilder rows = new StringBuilder(
                "| key | value | session | api | live | static | what it is |\n|---|---|---|---|---|---|---|\n");
        for (Setting<?, CachePolicy, ?> setting : Settings.POLICY) {
            if (setting.importance() == importance) {
                row(
                        rows,
                        "`" + setting.name() + "`",
                        setting.kind().name(),
                        cell(setting.show(CachePolicy.of(Layer.SESSION))),
                        cell(setting.show(CachePolicy.of(Layer.API))),
                        cell(setting.show(CachePolicy.of(Layer.LIVE))),
                        cell(setting.show(CachePolicy.of(Layer.STATIC))),
                        setting.description());
            }
        }
        return rows.toString();
    }

    private static String cell(String value) {
        return value == null ? "" : "`" + value + "`";
    }

    private static void row(StringBuilder rows, String... cells) {
        rows.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
