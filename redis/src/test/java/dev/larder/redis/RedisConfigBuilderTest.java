package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.redis.RedisConfig.Login;
import dev.larder.redis.RedisConfig.Mode;
import dev.larder.redis.RedisConfig.Node;
import dev.larder.redis.RedisConfig.Source.InEnvironment;
import dev.larder.redis.RedisConfig.Source.InFile;
import dev.larder.redis.RedisConfig.Source.Literal;
import dev.larder.redis.RedisConfig.Tls;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigBuilderTest {

    @Test
    void parse_plainUri_hasTheDefaults() {
        RedisConfig config = RedisConfig.parse("redis://localhost");
        assertThat(config.mode()).isEqualTo(Mode.STANDALONE);
        assertThat(config.nodes()).containsExactly(new Node("localhost", 6379));
        assertThat(config.tls()).isNull();
        assertThat(config.login()).isEqualTo(new Login(null, null));
        assertThat(config.database()).isZero();
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.commandTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.stalenessBound()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.deadAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.maxInFlight()).isEqualTo(10_000);
        assertThat(config.minBackoff()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.maxBackoff()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.clientName()).isEqualTo("larder");
    }

    @Test
    void parse_everything_isRead() {
        RedisConfig config = RedisConfig.parse(
                "rediss://me:p%40ss%3Aw@cache.example:7000/3?timeout=300ms&connect-timeout=2s&heartbeat=50ms&staleness-bound=250ms"
                        + "&dead-after=1m&max-in-flight=5&min-backoff=1ms&max-backoff=PT4S&client-name=shop");
        assertThat(config.tls()).isEqualTo(new Tls(null, null, null, true));
        assertThat(config.login()).isEqualTo(new Login(new Literal("me"), new Literal("p@ss:w")));
        assertThat(config.nodes()).containsExactly(new Node("cache.example", 7000));
        assertThat(config.database()).isEqualTo(3);
        assertThat(config.commandTimeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.heartbeat()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.stalenessBound()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.deadAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.maxInFlight()).isEqualTo(5);
        assertThat(config.minBackoff()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.maxBackoff()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.clientName()).isEqualTo("shop");
        assertThat(config.toString()).doesNotContain("p@ss").contains("TLS");
    }

    @Test
    void parse_filesAndVariables_areSources() {
        RedisConfig config = RedisConfig.parse("rediss://a?tls-trust=/t.pem&tls-certificate=/c.pem&tls-key=/k%20.pem"
                + "&tls-verify-hostname=false&username-env=REDIS_USER&password-file=/run/secrets/p");
        assertThat(config.tls()).isEqualTo(new Tls(Path.of("/t.pem"), Path.of("/c.pem"), Path.of("/k .pem"), false));
        assertThat(config.login())
                .isEqualTo(new Login(new InEnvironment("REDIS_USER"), new InFile(Path.of("/run/secrets/p"))));
        assertThat(RedisConfig.parse("redis://me:@a?password-env=P").login())
                .isEqualTo(new Login(new Literal("me"), new InEnvironment("P")));
    }

    @Test
    void login_inText_hidesThePassword() {
        assertThat(RedisConfig.parse("redis://:secret@a").login().toString()).doesNotContain("secret");
    }

    @Test
    void parse_passwordAlone_isThatOfTheDefaultUser() {
        RedisConfig config = RedisConfig.parse("redis://:a/b?c@[::1]:7000");
        assertThat(config.login()).isEqualTo(new Login(null, new Literal("a/b?c")));
        assertThat(config.nodes()).containsExactly(new Node("::1", 7000));
    }

    @Test
    void parse_sentinels_areReadWithTheirPrimary() {
        RedisConfig config = RedisConfig.parse("redis-sentinel://:pw@s1,s2:26380/2#grounds");
        assertThat(config.mode()).isEqualTo(Mode.SENTINEL);
        assertThat(config.nodes()).containsExactly(new Node("s1", 26379), new Node("s2", 26380));
        assertThat(config.sentinelMaster()).isEqualTo("grounds");
        assertThat(config.database()).isEqualTo(2);
        assertThat(config.login().password()).isEqualTo(new Literal("pw"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis-cluster://a:1,b:2", "redis://a:1,b:2", "redis-cluster://a:1", "redis://a:1?cluster=true"})
    void parse_clusters_areClusters(String uri) {
        RedisConfig config = RedisConfig.parse(uri);
        assertThat(config.mode()).isEqualTo(Mode.CLUSTER);
        assertThat(config.nodes()).startsWith(new Node("a", 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    localhost:6379                           | no scheme
                    http://localhost                         | scheme 'http' is unknown
                    redis://                                 | a host is missing
                    redis://a,,b                             | a host is missing
                    redis://a:port                           | the port of a is 'port'
                    redis://a:70000                          | between 1 and 65535
                    redis://a/x                              | the database after / is 'x'
                    redis://a/-1                             | negative
                    redis://secret@a                         | user:password@
                    redis://:@a                              | password before the @ is empty
                    redis://user:@a                          | user 'user' has no password
                    redis://a?tls-trust=/x                   | tls-trust is set, but TLS is off
                    rediss://a?tls-key=/x                    | tls-certificate is not
                    rediss://a?tls-certificate=/x            | tls-key is not
                    rediss://a?tls-trust=%20                 | not the path of a file
                    rediss://a?tls-verify-hostname=no        | neither true nor false
                    redis://:secret@a?password-file=/x       | both the password before the @ of the URI and password-file
                    redis://a?password-file=/x&password-env=X | both password-file and password-env
                    redis://u:secret@a?username-env=X        | both the user before the @ of the URI and username-env
                    redis://a?username-file=/x               | a user has no password
                    redis://user:secret%zz@a                 | %25
                    redis://:secret@a?timout=1s              | did you mean 'timeout'
                    redis://:secret@a?max-inflight=1         | did you mean 'max-in-flight'
                    redis://:secret@a?timeout                | has no value
                    redis://:secret@a?timeout=300            | write 300ms
                    redis://:secret@a?cluster=yes            | neither true nor false
                    redis://:secret@a#name                   | redis-sentinel:// only
                    redis-sentinel://:secret@a               | #name
                    redis-sentinel://a?cluster=true#m        | contradicts
                    redis-cluster://:secret@a/1              | database 0 only
                    redis://:secret@a?heartbeat=300ms        | staleness-bound
                    redis://:secret@a?dead-after=100ms       | dead-after
                    redis://:secret@a?min-backoff=5s         | max-backoff
                    redis://:secret@a?max-in-flight=0        | max-in-flight
                    redis://:secret@a?timeout=0s             | more than nothing
                    redis://:secret@a?client-name=a%20b      | client-name
                    """)
    void parse_badUri_saysWhatIsWrongAndNeverThePassword(String uri, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisConfig.parse(uri))
                .withMessageStartingWith("redis: ")
                .withMessageContaining(part)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
    }

    @Test
    void build_withoutNode_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisConfigBuilder().build())
                .withMessageContaining("no server");
    }
}
