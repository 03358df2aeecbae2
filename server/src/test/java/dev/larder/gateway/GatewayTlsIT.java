package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS on both sides: a gateway before a gateway. */
@Timeout(60)
class GatewayTlsIT {

    private static final Path PEMS = Path.of("src", "test", "resources", "tls");
    private static final String UNCACHED = "\nroutes: { all: { prefix: /, cached: off } }";

    private static EmbeddedRedis redis;

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<GatewayEvent> told = new ConcurrentLinkedQueue<>();
    private Larder larder;
    private Larder second;
    private RawOrigin origin;
    private Path certificate;
    private Path key;
    private Gateway inner;

    @BeforeAll
    static void connect() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        second = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        origin = new RawOrigin(wire -> {
            for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                String host = head.replaceAll("(?s).*\r\n(?i:host): ([^\r]*)\r\n.*", "$1");
                wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + host.length()
                        + "\r\n\r\n" + host);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        if (inner != null) {
            inner.close();
        }
        origin.close();
        second.close();
        larder.close();
    }

    private void show(String name) throws IOException {
        put(key, name + "-key");
        put(certificate, name);
    }

    private void put(Path target, String name) throws IOException {
        Path beside = Files.copy(PEMS.resolve(name + ".pem"), folder.resolve("next"));
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void start(String name, String more) throws IOException {
        show(name);
        inner = Gateway.start(
                larder,
                GatewayConfig.parse(
                        "listen: localhost:0\norigin: " + origin.uri() + "\ntls: { certificate: " + certificate
                                + ", key: " + key + more + " }" + UNCACHED,
                        "larder.yaml"),
                told::add);
    }

    private static SSLContext trusting(String authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(PEMS.resolve(authority + ".pem"))) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(String authority, HttpClient.Version version, String... protocols)
            throws Exception {
        HttpClient.Builder client = HttpClient.newBuilder().sslContext(trusting(authority));
        if (protocols.length > 0) {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(protocols);
            client.sslParameters(parameters);
        }
        return client.build()
                .send(
                        HttpRequest.newBuilder(inner.uri().resolve("/plots"))
                                .version(version)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void tls_clients_speakBothVersionsOfHttp() throws Exception {
        start("one-server", "");

        assertThat(inner.uri().getScheme()).isEqualTo("https");
        HttpResponse<String> second = get("one-ca", HttpClient.Version.HTTP_2);
        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(get("one-ca", HttpClient.Version.HTTP_1_1, "TLSv1.2").statusCode())
                .isEqualTo(200);
    }

    @Test
    void tls_oldestVersion_isAllThatIsSpoken() throws Exception {
        start("one-server", ", min-version: 1.3");

        assertThat(get("one-ca", HttpClient.Version.HTTP_1_1, "TLSv1.3").statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> get("one-ca", HttpClient.Version.HTTP_1_1, "TLSv1.2"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void tls_filesReplaced_showTheNewCertificateWithoutANewStart() throws Exception {
        start("one-server", "");
        assertThat(get("one-ca", HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);

        show("two-server");

        await().atMost(Duration.ofSeconds(30)).until(() -> !told.isEmpty());
        assertThat(told.peek().text()).contains("another certificate is shown");
        assertThat(get("two-ca", HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
    }

    @Test
    void tls_keyOfAnotherCertificate_isToldAndTheOldOneStays() throws Exception {
        start("one-server", "");

        put(key, "two-server-key");

        await().atMost(Duration.ofSeconds(30)).until(() -> !told.isEmpty());
        assertThat(told.peek().text())
                .contains("is not that of the certificate")
                .contains("stays as it was");
        assertThat(get("one-ca", HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(200);
        assertThat(told).hasSize(1);
    }

    @Test
    void tls_filesThatCannotBeUsed_areAReasonNotToStart() throws Exception {
        start("one-server", "");
        inner.close();
        put(key, "two-server-key");
        GatewayConfig config = GatewayConfig.parse(
                "listen: localhost:0\norigin: http://a\ntls: { certificate: " + certificate + ", key: " + key + " }",
                "larder.yaml");

        assertThatThrownBy(() -> Gateway.start(second, config))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("is not that of the certificate");
        Files.delete(key);
        assertThatThrownBy(() -> Gateway.start(second, config)).hasMessageContaining("cannot be read");
    }

    private HttpResponse<String> through(String origin) throws Exception {
        try (Gateway outer = Gateway.start(
                Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s"),
                GatewayConfig.parse("listen: 127.0.0.1:0\norigin: " + origin + UNCACHED, "larder.yaml"),
                told::add)) {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(outer.uri() + "/plots"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }

    private String origin(String authority, String more) {
        return "{ url: \"https://localhost:" + inner.uri().getPort() + "\", tls-trust: "
                + PEMS.resolve(authority + ".pem") + more + " }";
    }

    @Test
    void origin_byTls_isTrustedByItsAuthorityOnly() throws Exception {
        start("one-server", "");

        HttpResponse<String> first = through(origin("one-ca", ""));
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).startsWith("127.0.0.1:");
        assertThat(through(origin("two-ca", "")).statusCode()).isEqualTo(504);
    }

    @Test
    void origin_byHttp2_getsTheAuthorityOfTheRequest() throws Exception {
        start("one-server", "");

        HttpResponse<String> response = through(origin("one-ca", ", http2: on"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("127.0.0.1:");
    }

    @Test
    void origin_certificateOfAnotherHost_isRefusedUnlessAllowed() throws Exception {
        start("other-name", "");

        assertThat(through(origin("one-ca", "")).statusCode()).isEqualTo(504);
        assertThat(through(origin("one-ca", ", tls-verify-hostname: off")).statusCode())
                .isEqualTo(200);
    }
}
