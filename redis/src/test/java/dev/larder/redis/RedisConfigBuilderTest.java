package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.redis.RedisConfig.Mode;
import dev.larder.redis.RedisConfig.Node;
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
        assertThat(config.tls()).isFalse();
        assertThat(config.username()).isNull();
        assertThat(config.password()).isNull();
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
        assertThat(config.tls()).isTrue();
        assertThat(config.username()).isEqualTo("me");
        assertThat(config.password()).isEqualTo("p@ss:w");
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
    void parse_passwordAlone_isThatOfTheDefaultUser() {
        RedisConfig config = RedisConfig.parse("redis://:a/b?c@[::1]:7000");
        assertThat(config.username()).isNull();
        assertThat(config.password()).isEqualTo("a/b?c");
        assertThat(config.nodes()).containsExactly(new Node("::1", 7000));
    }

    @Test
    void parse_sentinels_areReadWithTheirPrimary() {
        RedisConfig config = RedisConfig.parse("redis-sentinel://:pw@s1,s2:26380/2#grounds");
        assertThat(config.mode()).isEqualTo(Mode.SENTINEL);
        assertThat(config.nodes()).containsExactly(new Node("s1", 26379), new Node("s2", 26380));
        assertThat(config.sentinelMaster()).isEqualTo("grounds");
        assertThat(config.database()).isEqualTo(2);
        assertThat(config.password()).isEqualTo("pw");
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
                    redis://user:@a                          | password before the @ is empty
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
