package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusPageTest {

    private StatusPage page;

    @BeforeEach
    void start() throws IOException {
        CacheStats stats = new CacheStats(70, 20, 0, 30, 0, 9, 0, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 5);
        page = StatusPage.start(() -> new StatusPage.State(
                Map.of("gateway", URI.create("http://127.0.0.1:8080")),
                List.of(URI.create("http://127.0.0.1:8080/contracts?area=7&status=open")),
                stats,
                true,
                3 << 20));
    }

    @AfterEach
    void stop() {
        page.close();
    }

    private String ask(String line, String host) throws IOException {
        try (Socket socket = new Socket(page.uri().getHost(), page.uri().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return String.join(
                    "\n",
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        }
    }

    private String itsHost() {
        return page.uri().getAuthority();
    }

    @Test
    void page_asked_showsWhoAnswersAndWhere() throws IOException {
        String answer = ask("GET /", itsHost());

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("90.0 %")
                .contains("3.0 MiB")
                .contains("href=\"http://127.0.0.1:8080/contracts?area=7&amp;status=open\"")
                .containsIgnoringCase("Content-Security-Policy: default-src 'none'")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cache-Control: no-store");
    }

    @Test
    void page_byTheNameOfAnotherHost_isNotShown() throws IOException {
        assertThat(ask("GET /", "evil.example")).startsWith("HTTP/1.1 421").doesNotContain("90.0 %");
        assertThat(ask("GET /", "evil.example:" + page.uri().getPort())).startsWith("HTTP/1.1 421");
    }

    @Test
    void page_anythingElse_isRefused() throws IOException {
        assertThat(ask("POST /", itsHost())).startsWith("HTTP/1.1 405");
        assertThat(ask("GET /<script>", itsHost())).doesNotContain("<script>");
        assertThat(ask("GET /other", itsHost())).startsWith("HTTP/1.1 404");
    }
}
