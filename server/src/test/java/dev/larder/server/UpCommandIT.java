package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code larder up} as users run it. */
class UpCommandIT {

    private final HttpClient client = HttpClient.newHttpClient();

    private static Process up(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlarder.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--port",
                "0",
                "--contracts",
                "100"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static BufferedReader out(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Map<String, URI> addresses(BufferedReader out) throws IOException {
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            String line = out.readLine();
            assertThat(line).isNotNull();
            String[] parts = line.split(" +", 2);
            addresses.put(parts[0], URI.create(parts[1]));
        }
        return addresses;
    }

    private HttpResponse<String> get(URI uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void up_started_servesTheSampleFromTheCacheAndLeavesNothing() throws Exception {
        Process process = up();
        try (BufferedReader out = out(process)) {
            Map<String, URI> addresses = addresses(out);
            assertThat(addresses).containsOnlyKeys("redis", "service", "gateway", "status");
            URI page = addresses.get("gateway").resolve("/contracts/42");

            // The client does not wait until what it was answered is stored.
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(page)
                            .headers()
                            .firstValue("Cache-Status")
                            .orElseThrow()
                            .contains(";hit"));

            assertThat(get(addresses.get("status")).body())
                    .contains("Larder")
                    .contains(addresses.get("gateway").toString())
                    .contains("from the memory of the gateway");

            process.toHandle().destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            for (URI address : addresses.values()) {
                assertThatThrownBy(() -> new Socket(address.getHost(), address.getPort()).close())
                        .isInstanceOf(IOException.class);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private HttpResponse<String> send(String method, URI uri, String content, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(content));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** From the login to the logout, by the gateway. */
    @Test
    void up_loggedIn_changesWhatEverybodyReads() throws Exception {
        Process process = up();
        try (BufferedReader out = out(process)) {
            URI gateway = addresses(out).get("gateway");
            URI page = gateway.resolve("/contracts/42");
            String change = "{\"title\": \"Lawns of the town hall\"}";
            assertThat(get(page).statusCode()).isEqualTo(200);

            HttpResponse<String> nobody = send("PATCH", page, change, "If-Match", "\"1\"");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.body()).isEqualTo("401 unauthorized\n");
            HttpResponse<String> wrong =
                    send("POST", gateway.resolve("/login"), "{\"user\": \"paula\", \"password\": \"x\"}");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"logins\"");

            HttpResponse<String> login =
                    send("POST", gateway.resolve("/login"), "{\"user\": \"paula\", \"password\": \"paula-plans\"}");
            assertThat(login.statusCode()).isEqualTo(200);
            String cookie =
                    login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            assertThat(get(gateway.resolve("/me"), "Cookie", cookie).body()).contains("paula", "planner");
            assertThat(send("PATCH", page, change, "If-Match", "\"1\"", "Cookie", cookie)
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(30)).until(() -> get(page).body().contains("Lawns of the town hall"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(page, "Cookie", cookie)
                            .headers()
                            .firstValue("Cache-Status")
                            .orElseThrow()
                            .contains(";hit"));

            assertThat(send("POST", gateway.resolve("/logout"), "", "Cookie", cookie)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(get(gateway.resolve("/me"), "Cookie", cookie).statusCode())
                    .isEqualTo(401);
        } finally {
            process.toHandle().destroy();
            process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    @Test
    void up_loaded_saysWhoAnsweredAndStopsByItself() throws Exception {
        Process process = up("--load", "--seconds", "3", "--threads", "2");
        try (BufferedReader out = out(process)) {
            addresses(out);
            String rest = String.join("\n", out.lines().toList());

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(rest).containsPattern("requests +[1-9]").containsPattern("from the cache +[1-9]");
            assertThat(rest).containsPattern("errors +0\\b");
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void up_serviceDies_saysSoAndEnds() throws Exception {
        Process process = up();
        try (BufferedReader out = out(process)) {
            addresses(out);
            List<ProcessHandle> services = process.descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .toList();
            assertThat(services).hasSize(1);

            services.get(0).destroyForcibly();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.IMPOSSIBLE);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void free_portTaken_isAnyOther() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            assertThat(UpCommand.free(port)).isZero();
        }
        assertThat(UpCommand.free(port)).isEqualTo(port);
    }
}
