package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.config.Setting;
import dev.larder.http.Route;
import dev.larder.http.access.Rate;
import dev.larder.http.decision.Profile;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps the tables of {@code docs/features/gateway.md} equal to those of the settings, and its example right. To rewrite them, run it with
 * {@code -Dlarder.docs=write}.
 */
class GatewayPageTest {

    private static final Path PAGE = Path.of("..", "docs", "features", "gateway.md");
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
                .as("docs/features/gateway.md differs from the tables of the settings; run this test with"
                        + " -Dlarder.docs=write")
                .isEqualTo(expected)
                .contains("generated: gateway ", "generated: origin ", "generated: rate ", "generated: route ");
    }

    @Test
    void page_example_isReadAsItSays() throws IOException {
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();

        GatewayConfig config = GatewayConfig.parse(example.group(1), "gateway.md");

        assertThat(config.listen()).hasToString("127.0.0.1:8000");
        assertThat(config.larder().redis()).isEqualTo("redis://localhost:6379");
        assertThat(config.larder().namespace()).isEqualTo("grounds");
        assertThat(config.origins().keySet()).containsExactly("", "reports");
        assertThat(config.routes())
                .extracting(Route::name)
                .containsExactly("contract", "listings", "reports", "account", "rest");
    }

    @Test
    void page_exampleOfAccess_isReadAsItSays() throws IOException {
        String access = Files.readString(PAGE.resolveSibling("access.md"));
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(access);
        assertThat(example.find()).isTrue();

        GatewayConfig config = GatewayConfig.parse(example.group(1), "access.md");

        assertThat(config.access().rates().keySet()).containsExactly("per-address", "per-user", "logins");
        assertThat(config.routes())
                .extracting(route -> route.name() + " " + route.access().by())
                .containsExactly("rest NONE", "login NONE", "contracts SESSION", "account SESSION", "partners TOKEN");
    }

    private static String table(String name) {
        GatewayConfig config = GatewayConfig.builder()
                .origin("", OriginSettings.of(URI.create("http://localhost:8080")))
                .build();
        return switch (name) {
            case "gateway" -> rows(GatewayTable.GATEWAY, config);
            case "rate" -> rows(AccessTable.OF_RATE, rate());
            case "origin" -> rows(GatewayTable.OF_ORIGIN, config.origins().get(""));
            default -> rows(RouteTable.ROUTE, Route.of("all", "/", Profile.SAFE));
        };
    }

    private static Rate rate() {
        return new Rate(Limit.of("any", Algorithm.Gcra.of(1, Duration.ofSeconds(1))), List.of(new Rate.By.Address()));
    }

    private static <R> String rows(List<? extends Setting<?, R, ?>> table, R defaults) {
        StringBuilder rows = new StringBuilder("| key | value | default | what it is |\n|---|---|---|---|\n");
        for (Setting<?, R, ?> setting : table) {
            String value = setting.show(defaults);
            String importance = setting.importance().name();
            rows.append("| `")
                    .append(setting.name())
                    .append("` | ")
                    .append(setting.kind().name())
                    .append(" | ")
                    .append(value == null ? "" : "`" + value + "`")
                    .append(" | ")
                    .append(setting.description())
                    .append(" *")
                    .append(importance.charAt(0))
                    .append(importance.substring(1).toLowerCase(Locale.ROOT))
                    .append("* |\n");
        }
        return rows.toString();
    }
}
