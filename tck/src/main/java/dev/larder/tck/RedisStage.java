package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.LarderConfig;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A Larder on a Redis of its own.
 *
 * <p>Nothing may be left in Redis by a call that has ended: no lease, and no key without a life.
 */
public final class RedisStage implements Stage {

    /** What a machine that does many other things at once still meets. */
    public static final String PATIENT = "?command-timeout=30s&dead-after=60s&connect-timeout=30s";

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(30);

    private static final String LEFT = """
            local left = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
              if redis.call('PTTL', key) == -1 then
                left[#left + 1] = 'no life: ' .. key
              end
              local marker = redis.call('TYPE', key).ok == 'string' and redis.call('STRLEN', key) == 18
              if marker and redis.call('GETRANGE', key, 0, 1) == 'L\\3' then
                left[#left + 1] = 'lease: ' .. key
              end
            end
            return left
            """;

    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private final RawRedis raw = new RawRedis(redis.host(), redis.port());
    private final Events events = new Events();
    private final View view;
    private final boolean near;
    private final Consumer<Collection<Cache<String, ?>>> inside;
    private final Larder larder;

    /**
     * Starts.
     *
     * @param near whether caches have a near tier
     * @param inside fails, after a while, if something is left inside the process
     */
    public RedisStage(View view, boolean near, Consumer<Collection<Cache<String, ?>>> inside) {
        this.view = view;
        this.near = near;
        this.inside = inside;
        this.larder = another();
    }

    /** Makes a Larder on the same Redis, as another process would; to be closed by the caller. */
    public Larder another() {
        LarderBuilder builder = Larder.builder()
                .config(LarderConfig.builder()
                        .stalenessBound(Duration.ofSeconds(30))
                        .divergenceSamplesPerSecond(0)
                        .build())
                .redis(redis.uri() + PATIENT)
                .listener(events);
        Larder made = builder.build();
        await().atMost(SETTLED_WITHIN).until(made::coherent);
        return made;
    }

    /** Returns a connection to Redis that bypasses Larder. */
    public RawRedis raw() {
        return raw;
    }

    /** Returns the name in Redis of a key without special characters. */
    public static String name(Cache<?, ?> cache, String key) {
        return "larder:" + cache.name() + ":{" + key + "}";
    }

    @Override
    public Larder larder() {
        return larder;
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public boolean near() {
        return near;
    }

    @Override
    public CachePolicy.Builder policy(CachePolicy.Builder policy) {
        return near ? policy : policy.noNear();
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public void age(Cache<String, ?> cache, String key, Duration by) {
        String name = name(cache, key);
        await().atMost(SETTLED_WITHIN).until(() -> holdsEntry(name));
        byte[] entry = Objects.requireNonNull(raw.get(name));
        EntryBytes.age(entry, by.toMillis(), name);
        raw.call("SET", name, entry, "KEEPTTL");
        awaitPushes(cache);
    }

    private boolean holdsEntry(String name) {
        byte[] bytes = raw.get(name);
        return bytes != null && bytes.length > 2 && bytes[0] == 'L' && (bytes[1] == 1 || bytes[1] == 2);
    }

    /** What Redis had announced before is known when a command on the same connection has been answered. */
    public void awaitPushes(Cache<String, ?> cache) {
        assertThat(cache.invalidate("nobody's key")).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    /** Empties Redis afterwards, unless there are no caches to look at, so that what is looked at stays small. */
    @Override
    public void checkNothingLeft(Collection<Cache<String, ?>> caches) {
        inside.accept(caches);
        await().atMost(SETTLED_WITHIN)
                .untilAsserted(() -> assertThat((List<?>) raw.call("EVAL", LEFT, "0"))
                        .extracting(left -> new String((byte[]) left, StandardCharsets.UTF_8))
                        .isEmpty());
        if (!caches.isEmpty()) {
            raw.call("FLUSHALL");
            awaitPushes(caches.iterator().next());
        }
    }

    @Override
    public void close() {
        larder.close();
        raw.close();
        redis.close();
    }
}
