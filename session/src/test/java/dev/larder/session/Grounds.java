package dev.larder.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.codec.TypeRef;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A Redis with sessions on it, as many processes as are asked for. */
final class Grounds implements AutoCloseable {

    /** A busy machine is no outage. */
    static final String PATIENT = "?command-timeout=30s&dead-after=60s&connect-timeout=30s";

    static final byte[] SECRET = "a secret to hash session IDs with".getBytes(StandardCharsets.US_ASCII);
    static final TypeRef<List<String>> TEXTS = new TypeRef<>() {};

    record Cart(String article, int count) {}

    private final EmbeddedRedis redis;
    private final List<Larder> larders = new ArrayList<>();

    Grounds() {
        this(EmbeddedRedis.start());
    }

    Grounds(EmbeddedRedis redis) {
        this.redis = redis;
    }

    EmbeddedRedis redis() {
        return redis;
    }

    /** Sessions of one more process. */
    Sessions sessions(UnaryOperator<SessionPolicy.Builder> policy) {
        return Sessions.on(larder(builder -> builder), policy);
    }

    Sessions sessions() {
        return sessions(policy -> policy);
    }

    Larder larder(UnaryOperator<LarderBuilder> settings) {
        Larder larder = settings.apply(
                        Larder.builder().redis(redis.uri() + PATIENT).hashSecret(SECRET))
                .build();
        larders.add(larder);
        return larder;
    }

    static Session granted(Grant grant) {
        assertThat(grant).isInstanceOf(Grant.Granted.class);
        return ((Grant.Granted) grant).session();
    }

    static Session found(SessionLookup lookup) {
        assertThat(lookup).isInstanceOf(SessionLookup.Found.class);
        return ((SessionLookup.Found) lookup).session();
    }

    /** Reads a session until there is a near copy of it, which is returned. */
    Session copyOf(Sessions near, Session session) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    found(near.read(session.id()));
                    int before = loads();
                    found(near.read(session.id()));
                    return loads() == before;
                });
        return found(near.read(session.id()));
    }

    static void saved(SaveResult result) {
        assertThat(result).isEqualTo(new SaveResult.Saved());
    }

    static SessionList.Page page(SessionList list) {
        assertThat(list).isInstanceOf(SessionList.Page.class);
        return (SessionList.Page) list;
    }

    /** What a session is called in Redis. */
    static String key(Session session) {
        return "larder:@sessions:{" + session.id().substring(0, 12) + "}:" + session.handle();
    }

    /** Returns the key of the index that a session is in. */
    static String index(Session session) {
        return "larder:@sessions:index:{" + session.id().substring(0, 12) + "}";
    }

    String command(String... words) {
        return redis.command(Duration.ofSeconds(5), words);
    }

    /** How many hashes the server has read as a whole: two for each look at a session of a user. */
    int loads() {
        return calls("hgetall");
    }

    /** How often the server has done a command. */
    int calls(String verb) {
        return command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + verb + ":"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Override
    public void close() {
        larders.forEach(Larder::close);
        redis.close();
    }
}
