package dev.larder.redis;

import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsIT {

    private static final String OLD = "old-secret";
    private static final String NEW = "new-secret";

    @TempDir
    private Path folder;

    private EmbeddedRedis server;
    private Path username;
    private Path password;
    private LogTap log;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void start() {
        log = new LogTap("dev.larder");
        server = EmbeddedRedis.start();
        username = folder.resolve("username");
        password = folder.resolve("password");
        Pems.write(username, "app\n");
        Pems.write(password, OLD + "\n");
        user("app", ">" + OLD);
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
        assertThat(log.lines).noneMatch(line -> line.contains(OLD) || line.contains(NEW));
    }

    private void say(String command) {
        assertThat(Raw.say(server.port(), command)).isIn("+OK", ":1");
    }

    private void user(String name, String rule) {
        say("ACL SETUSER " + name + " on ~* &* +@all " + rule);
    }

    private String options() {
        return "?min-backoff=5ms&max-backoff=50ms&connect-timeout=5s&timeout=20s&dead-after=30s&username-file="
                + username + "&password-file=" + password;
    }

    private String uri() {
        return server.uri() + options();
    }

    private String connected() {
        return Raw.say(server.port(), "CLIENT LIST TYPE NORMAL");
    }

    /** Reads and writes without end, and notes each failure. */
    private static final class Load implements AutoCloseable {

        final AtomicLong done = new AtomicLong();
        final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Load(Redis redis) {
            for (int i = 0; i < 3; i++) {
                String key = "k" + i;
                Thread thread = new Thread(() -> run(redis, key));
                threads.add(thread);
                thread.start();
            }
        }

        private void run(Redis redis, String key) {
            while (!over.get()) {
                try {
                    set(redis, key, "v").await();
                    get(redis, key).await();
                    done.incrementAndGet();
                } catch (RuntimeException | AssertionError e) {
                    failures.add(e);
                }
            }
        }

        void goesOn() {
            long before = done.get();
            await().until(() -> done.get() > before + 200 || !failures.isEmpty());
            assertThat(failures).isEmpty();
        }

        @Override
        public void close() {
            stop();
        }

        void stop() {
            over.set(true);
            threads.forEach(thread -> {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    @Test
    void password_replacedUnderLoad_failsNoCommand() {
        try (Redis redis = recorder.connect(uri());
                Load load = new Load(redis)) {
            load.goesOn();
            user("app", ">" + NEW);
            load.goesOn();
            Pems.write(password, NEW + "\n");
            await().until(() -> log.lines.stream().anyMatch(line -> line.contains("logged in again")));
            load.goesOn();
            user("app", "<" + OLD);
            load.goesOn();
            load.stop();
            assertThat(redis.stats().reconnects()).isZero();
            assertThat(Raw.say(server.port(), "CLIENT KILL TYPE normal")).startsWith(":");
            await().until(() -> redis.stats().reconnects() == 1 && redis.available(Outcomes.bytes("k")));
            set(redis, "k", "v").await();
        }
    }

    @Test
    void user_replacedUnderLoad_failsNoCommand() {
        try (Redis redis = recorder.connect(uri());
                Load load = new Load(redis)) {
            load.goesOn();
            user("next", ">" + NEW);
            Pems.write(password, NEW);
            Pems.write(username, "next");
            await().until(() -> connected().contains("user=next") || !load.failures.isEmpty());
            say("ACL DELUSER app");
            load.goesOn();
            assertThat(redis.stats().reconnects()).isZero();
            recorder.events.clear();
            get(redis, "tracked").await();
            say("SET tracked 1");
            await().until(() -> recorder.events.contains("invalidate tracked"));
        }
    }

    @Test
    void newPassword_refused_leavesTheConnection() {
        try (Redis redis = recorder.connect(uri())) {
            Pems.write(password, NEW);
            await().until(() -> log.lines.stream()
                    .anyMatch(line -> line.startsWith("WARNING")
                            && line.contains("goes on with the old ones")
                            && line.contains("password-file " + password)));
            set(redis, "k", "v").await();
            user("next", ">" + OLD);
            Pems.write(username, "next");
            Pems.write(password, OLD);
            await().until(() -> connected().contains("user=next"));
            assertThat(redis.stats().reconnects()).isZero();
        }
    }

    @Test
    void passwordFile_vanished_leavesTheLastPasswordInUse() {
        try (Redis redis = recorder.connect(uri())) {
            assertThat(password.toFile().delete()).isTrue();
            assertThat(Raw.say(server.port(), "CLIENT KILL TYPE normal")).startsWith(":");
            await().until(() -> redis.stats().reconnects() == 1 && redis.available(Outcomes.bytes("k")));
            assertThat(log.lines).anyMatch(line -> line.startsWith("WARNING") && line.contains("stays in use"));
        }
    }

    @Test
    void passwordFile_changedWhileConnecting_isReadOnceMore() {
        try (FaultProxy proxy = FaultProxy.to(server.host(), server.port())) {
            user("app", "resetpass >" + NEW);
            proxy.blackHoleRequests();
            try (Redis redis = recorder.open(proxy.uri() + options())) {
                await().until(() -> proxy.accepted() == 1);
                Pems.write(password, NEW);
                proxy.heal();
                assertThat(refusal(redis)).isNull();
                assertThat(proxy.accepted()).isEqualTo(2);
            }
        }
    }

    private static Throwable refusal(Redis redis) {
        return redis.ready()
                .handle((ready, failure) -> failure)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void refuses(String uri, String... parts) {
        try (Redis redis = new Recorder().open(uri)) {
            Throwable failure = refusal(redis);
            assertThat(failure).isInstanceOf(UnsuitableServerException.class).hasMessageContainingAll(parts);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(OLD, NEW);
            }
        }
    }

    @Test
    void wrongPassword_isNamedWithItsPlaceAndNotShown() {
        Pems.write(password, NEW);
        refuses(
                uri(),
                "the user in username-file " + username,
                "WRONGPASS",
                "correct password-file " + password,
                "ACL SETUSER");
        refuses("redis://app:@127.0.0.1:" + server.port() + "?password-file=" + password, "user 'app'");
        refuses(
                "redis://app:" + NEW + "@127.0.0.1:" + server.port(),
                "user 'app'",
                "correct user:password@ in the URI");
    }

    @Test
    void missingPassword_saysWhereToPutIt() {
        say("ACL SETUSER default resetpass >" + NEW);
        refuses(server.uri(), "wants a password", "password-file");
    }

    @Test
    void missingFileOrVariable_isNamed() {
        refuses(server.uri() + "?password-file=" + folder.resolve("none"), "password-file", "none", "no such file");
        refuses(server.uri() + "?password-env=LARDER_TEST_NOT_SET", "password-env", "LARDER_TEST_NOT_SET is not set");
    }
}
