package dev.larder.bench.session;

import dev.larder.bench.session.Contents.Preferences;
import dev.larder.bench.session.Contents.Profile;
import dev.larder.bench.session.Contents.Visit;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server and a client have to do at least: a hash of texts in JSON, read and touched in one round trip, written and touched in another.
 * It checks nothing, and so is no store of sessions, but shows how fast one can be here.
 */
final class BareHash implements SessionStore {

    private static final long IDLE_MILLIS = Duration.ofHours(24).toMillis();

    private final JsonMapper json = JsonMapper.shared();
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisAsyncCommands<String, String> redis;

    BareHash(String uri) {
        client = RedisClient.create(uri);
        connection = client.connect();
        redis = connection.async();
    }

    private static <T> T get(RedisFuture<T> reply) {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String key(String id) {
        return "bare:" + id;
    }

    @Override
    public String logIn(@Nullable String user, int number) {
        String id = UUID.randomUUID().toString();
        RedisFuture<Long> written = redis.hset(
                key(id),
                Map.of(
                        "m",
                        "1700000000000",
                        Contents.PROFILE,
                        json.writeValueAsString(Profile.of(number)),
                        Contents.PREFERENCES,
                        json.writeValueAsString(Preferences.USUAL),
                        Contents.CSRF,
                        Contents.csrf(number),
                        Contents.FACTORS,
                        Contents.LOGGED_IN_BY,
                        Contents.VISIT,
                        json.writeValueAsString(Visit.FIRST)));
        RedisFuture<Boolean> touched = redis.pexpire(key(id), IDLE_MILLIS);
        get(written);
        get(touched);
        return id;
    }

    @Override
    public void cycle(String id) {
        String key = key(id);
        RedisFuture<Map<String, String>> read = redis.hgetall(key);
        RedisFuture<Boolean> touched = redis.pexpire(key, IDLE_MILLIS);
        Map<String, String> fields = get(read);
        get(touched);
        Profile profile = json.readValue(fields.get(Contents.PROFILE), Profile.class);
        Visit visit = json.readValue(fields.get(Contents.VISIT), Visit.class);
        if (profile.role().isEmpty()) {
            throw new IllegalStateException("a session holds something else");
        }
        RedisFuture<Long> written = redis.hset(key, Map.of(Contents.VISIT, json.writeValueAsString(visit.next())));
        touched = redis.pexpire(key, IDLE_MILLIS);
        get(written);
        get(touched);
    }

    @Override
    public void end(String id) {
        get(redis.del(key(id)));
    }

    @Override
    public boolean isLive(String id) {
        return get(redis.exists(key(id))) == 1;
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
