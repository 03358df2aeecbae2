package dev.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {

    private static EmbeddedRedis redis;
    private FaultProxy proxy;

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void closeRedis() {
        redis.close();
    }

    @BeforeEach
    void openProxy() {
        proxy = FaultProxy.to(redis.host(), redis.port());
    }

    @AfterEach
    void closeProxyAndItsThreads() {
        proxy.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("larder-fault-proxy-" + proxy.port() + "-")));
    }

    @Test
    void to_noFault_passesAndCounts() throws IOException {
        try (Client client = new Client()) {
            client.send("PING");
            client.expect("+PONG\r\n");
            client.send("SET", "k", "v");
            client.expect("+OK\r\n");
            assertThat(proxy.requests()).isEqualTo(2);
            assertThat(proxy.commandLog()).containsExactly("PING", "SET");
            assertThat(proxy.requestBytes()).isEqualTo(14 + 27);
            assertThat(proxy.replyBytes()).isEqualTo(7 + 5);
            assertThat(proxy.connections()).isEqualTo(1);
        }
        await().until(() -> proxy.connections() == 0);
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void blackHole_thenHeal_deliversInOrder() throws IOException {
        try (Client client = new Client()) {
            client.send("PING");
            client.expect("+PONG\r\n");
            proxy.blackHole();
            client.send("SET", "black", "1");
            client.send("INCR", "black");
            client.expectNothing();
            await().until(() -> proxy.heldRequestBytes() > 0);
            proxy.heal();
            client.expect("+OK\r\n:2\r\n");
        }
    }

    @Test
    void blackHoleReplies_command_isExecutedUnanswered() throws IOException {
        try (Client client = new Client();
                Client direct = new Client(redis.port())) {
            proxy.blackHoleReplies();
            client.send("SET", "lost", "reply");
            await().until(() -> proxy.heldReplyBytes() == 5);
            direct.send("GET", "lost");
            direct.expect("$5\r\nreply\r\n");
            proxy.reset();
            assertThatThrownBy(() -> client.expect("+OK\r\n")).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void blackHoleRequests_command_isNotExecutedUntilHealed() throws IOException {
        try (Client client = new Client();
                Client direct = new Client(redis.port())) {
            direct.send("DEL", "later");
            direct.expectLine();
            proxy.blackHoleRequests();
            client.send("SET", "later", "v");
            await().until(() -> proxy.heldRequestBytes() > 0);
            direct.send("EXISTS", "later");
            direct.expect(":0\r\n");
            proxy.heal();
            client.expect("+OK\r\n");
        }
    }

    @Test
    void blackHole_newConnection_isAcceptedAndUnanswered() throws IOException {
        proxy.blackHole();
        try (Client client = new Client()) {
            client.send("PING");
            client.expectNothing();
            proxy.heal();
            client.expect("+PONG\r\n");
        }
    }

    @Test
    void blackHole_clientLeaves_endReachesTheServerOnHeal() throws IOException {
        try (Client client = new Client()) {
            client.send("PING");
            client.expect("+PONG\r\n");
            proxy.blackHole();
        }
        assertThat(proxy.connections()).isEqualTo(1);
        proxy.heal();
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void holdReplies_releasedOneByOne_deliversOneEach() throws IOException {
        try (Client client = new Client()) {
            proxy.holdReplies();
            client.send("PING");
            client.send("ECHO", "two");
            client.send("PING");
            await().until(() -> proxy.heldReplyBytes() == 7 + 9 + 7);
            client.expectNothing();
            proxy.releaseReplies(1);
            client.expect("+PONG\r\n");
            client.expectNothing();
            proxy.releaseReplies(1);
            client.expect("$3\r\ntwo\r\n");
            client.expectNothing();
            proxy.releaseReplies();
            client.expect("+PONG\r\n");
        }
    }

    @Test
    void reset_open_resetsTheClientAndWelcomesTheNext() throws IOException {
        try (Client client = new Client();
                Client next = new Client()) {
            client.send("PING");
            client.expect("+PONG\r\n");
            proxy.reset();
            assertThatThrownBy(client::expectLine).isInstanceOf(SocketException.class);
            assertThat(next).isNotNull();
        }
        try (Client client = new Client()) {
            client.send("PING");
            client.expect("+PONG\r\n");
        }
    }

    @Test
    void redirect_toAnotherServer_resetsTheClientAndLeadsTheNextThere() throws IOException {
        try (EmbeddedRedis other = EmbeddedRedis.start();
                Client client = new Client()) {
            other.command(Duration.ofSeconds(10), "SET", "where", "there");
            client.send("PING");
            client.expect("+PONG\r\n");
            proxy.redirect(other.host(), other.port());
            assertThatThrownBy(client::expectLine).isInstanceOf(SocketException.class);
            try (Client next = new Client()) {
                next.send("GET", "where");
                next.expect("$5\r\nthere\r\n");
            }
        }
    }

    @Test
    void refuse_onAndOff_refusesNewOnly() throws IOException {
        try (Client old = new Client()) {
            old.send("PING");
            old.expect("+PONG\r\n");
            proxy.refuse(true);
            assertThatThrownBy(Client::new).isInstanceOf(ConnectException.class);
            old.send("PING");
            old.expect("+PONG\r\n");
            proxy.refuse(false);
            try (Client client = new Client()) {
                client.send("PING");
                client.expect("+PONG\r\n");
            }
        }
    }

    @Test
    void delay_roundTrip_takesTwiceAsLongAndPipelinesOverlap() throws IOException {
        try (Client client = new Client()) {
            proxy.delay(Duration.ofMillis(100));
            long before = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                client.send("PING");
            }
            client.expect("+PONG\r\n".repeat(50));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(200), Duration.ofSeconds(8));
        }
    }

    @Test
    void trickle_longReply_takesItsTime() throws IOException {
        try (Client client = new Client()) {
            client.send("SET", "long", "x".repeat(400));
            client.expect("+OK\r\n");
            proxy.trickle(1_000);
            long before = System.nanoTime();
            client.send("GET", "long");
            client.expect("$400\r\n" + "x".repeat(400) + "\r\n");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(350));
            proxy.heal();
        }
    }

    @Test
    void to_serverGone_resetsTheClient() throws IOException {
        try (EmbeddedRedis other = EmbeddedRedis.start();
                FaultProxy toNobody = FaultProxy.to(other.host(), other.port())) {
            other.kill();
            try (Client client = new Client(toNobody.port())) {
                assertThatThrownBy(client::expectLine).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void to_largeValues_passWhole() throws IOException {
        String value = "0123456789abcdef".repeat(128 * 1024);
        try (Client client = new Client()) {
            client.send("SET", "large", value);
            client.expect("+OK\r\n");
            client.send("GET", "large");
            client.expect("$" + value.length() + "\r\n" + value + "\r\n");
            assertThat(proxy.commandLog()).containsExactly("SET", "GET");
        }
    }

    private final class Client implements AutoCloseable {

        private final Socket socket;

        Client() throws IOException {
            this(proxy.port());
        }

        Client(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(5_000);
        }

        void send(String... command) throws IOException {
            StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
            for (String part : command) {
                request.append('$')
                        .append(part.length())
                        .append("\r\n")
                        .append(part)
                        .append("\r\n");
            }
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
        }

        void expect(String reply) throws IOException {
            byte[] bytes = socket.getInputStream().readNBytes(reply.length());
            assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo(reply);
        }

        String expectLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c != '\n';
                    c = socket.getInputStream().read()) {
                if (c < 0) {
                    throw new IOException("the connection ended");
                }
                line.append((char) c);
            }
            return line.toString();
        }

        void expectNothing() throws IOException {
            socket.setSoTimeout(150);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(5_000);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
