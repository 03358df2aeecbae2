package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.gateway.GatewayConfig;
import dev.larder.gateway.Listen;
import dev.larder.http.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The file in {@code docs/features/sample.md} says what the gateway of {@code larder up} is told in code. */
class SampleRoutesTest {

    private static List<Object> said(Route route) {
        return List.of(route.name(), route.prefix(), route.exact(), route.cached(), route.access());
    }

    @Test
    void page_itsFile_saysTheSame() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "features", "sample.md"));
        Matcher file = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page);
        assertThat(file.find()).isTrue();
        GatewayConfig told = SampleRoutes.config(new Listen("127.0.0.1", 0), URI.create("http://localhost:8081"));

        GatewayConfig said = GatewayConfig.parse("origin: http://localhost:8081\n" + file.group(1), "sample.md");

        assertThat(said.routes().stream().map(SampleRoutesTest::said).toList())
                .isEqualTo(told.routes().stream().map(SampleRoutesTest::said).toList());
        assertThat(said.access().rates()).isEqualTo(told.access().rates());
    }
}
