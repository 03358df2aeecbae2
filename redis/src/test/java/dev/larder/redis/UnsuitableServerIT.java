package dev.larder.redis;

import static dev.larder.redis.Outcomes.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnsuitableServerIT {

    private static void refuses(String uri, Class<? extends RedisException> as, String... parts) {
        try (Redis redis = new Recorder().open(uri)) {
            Throwable failure = redis.ready()
                    .handle((ready, thrown) -> thrown)
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThat(failure).isInstanceOf(as).message().contains(parts);
            assertThat(failure.toString()).doesNotContain("secret");
            assertThat(get(redis, "k").failure()).isInstanceOf(RedisUnavailableException.class);
        }
    }

    @Test
    void wrongPassword_isNamedAndNotShown() {
        try (EmbeddedRedis server =
                EmbeddedRedis.builder().setting("requirepass", "right").start()) {
            String address = "127.0.0.1:" + server.port();
            refuses(
                    "redis://:secret@" + address,
                    UnsuitableServerException.class,
                    "credentials of user 'default'",
                    address);
            refuses("redis://me:secret@" + address, UnsuitableServerException.class, "credentials of user 'me'");
            refuses("redis://" + address, UnsuitableServerException.class, "wants a password");
            new Recorder().connect("redis://:right@" + address).close();
        }
    }

    @Test
    void nodeOfACluster_isToldApart() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(1)) {
            int port = cluster.nodes().get(0).port();
            refuses("redis://127.0.0.1:" + port, UnsuitableServerException.class, "redis-cluster://");
            new Recorder()
                    .connect("redis://127.0.0.1:" + port + "?cluster=true")
                    .close();
        }
    }

    @Test
    void noCluster_isToldApart() {
        try (EmbeddedRedis server = EmbeddedRedis.start()) {
            refuses(
                    "redis-cluster://127.0.0.1:" + server.port(),
                    UnsuitableServerException.class,
                    "cluster support disabled");
            refuses("redis://127.0.0.1:" + server.port() + "/99", UnsuitableServerException.class, "database 99");
        }
    }

    @Test
    void replica_isRefused() {
        try (EmbeddedRedis server = EmbeddedRedis.start();
                EmbeddedRedis replica = EmbeddedRedis.start()) {
            assertThat(Raw.say(replica.port(), "REPLICAOF 127.0.0.1 " + server.port()))
                    .startsWith("+OK");
            refuses("redis://127.0.0.1:" + replica.port(), RedisUnavailableException.class, "replica", "primary");
        }
    }

    @Test
    void tls_toAPlainPort_isNamed() {
        try (EmbeddedRedis server = EmbeddedRedis.start()) {
            refuses(
                    "rediss://127.0.0.1:" + server.port(),
                    RedisUnavailableException.class,
                    "TLS",
                    "127.0.0.1:" + server.port());
        }
    }

    @Test
    void nobodyThere_isUnavailable() {
        int port;
        try (EmbeddedRedis server = EmbeddedRedis.start()) {
            port = server.port();
        }
        refuses("redis://127.0.0.1:" + port, RedisUnavailableException.class, "cannot connect", "127.0.0.1:" + port);
    }

    @Test
    void oldServer_isRefusedWithWhatIsNeeded() throws IOException {
        try (FakeServer old = new FakeServer("6.2.14", true)) {
            refuses(old.uri(), UnsuitableServerException.class, "found Redis 6.2.14", "Redis 7.0", "upgrade");
        }
        try (FakeServer older = new FakeServer("5.0.3", false)) {
            refuses(older.uri(), UnsuitableServerException.class, "RESP3", "Redis 7.0", "upgrade");
        }
    }

    /** Knows three commands of a server. */
    private static final class FakeServer implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0);
        private final String version;
        private final boolean hello;

        FakeServer(String version, boolean hello) throws IOException {
            this.version = version;
            this.hello = hello;
            Thread thread = new Thread(this::accept);
            thread.setDaemon(true);
            thread.start();
        }

        String uri() {
            return "redis://127.0.0.1:" + listener.getLocalPort();
        }

        private void accept() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    serve(socket);
                } catch (IOException e) {
                    // the client or the test has closed
                }
            }
        }

        private void serve(Socket socket) throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            for (String header = in.readLine(); header != null; header = in.readLine()) {
                int count = Integer.parseInt(header.substring(1));
                String[] words = new String[count];
                for (int i = 0; i < count; i++) {
                    in.readLine();
                    words[i] = in.readLine();
                }
                out.write(answer(words[0].toUpperCase(Locale.ROOT)).getBytes(StandardCharsets.US_ASCII));
            }
        }

        private String answer(String command) {
            String info = "redis_version:" + version + "\r\nredis_mode:standalone\r\nrole:master\r\nrun_id:x\r\n";
            return switch (command) {
                case "HELLO" ->
                    hello
                            ? "%5\r\n+server\r\n+redis\r\n+version\r\n+" + version
                                    + "\r\n+id\r\n:1\r\n+mode\r\n+standalone\r\n+role\r\n+master\r\n"
                            : "-ERR unknown command 'HELLO'\r\n";
                case "INFO" -> "$" + info.length() + "\r\n" + info + "\r\n";
                case "TIME" -> "*2\r\n$1\r\n1\r\n$1\r\n1\r\n";
                default -> "+OK\r\n";
            };
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
