package dev.larder.bench.twotier;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.SimpleCacheManager;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.JetCacheCodec;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.template.CacheBuilderTemplate;
import com.alicp.jetcache.template.NotifyMonitorInstaller;
import com.alicp.jetcache.template.QuickConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongFunction;

/** JetCache's two levels, with messages between processes. */
final class JetCacheTiers implements TwoTier {

    private static final String AREA = "default";

    private final RedisClient client;
    private final SimpleCacheManager manager = new SimpleCacheManager();
    private final Cache<Long, String> cache;

    JetCacheTiers(String uri) {
        client = RedisClient.create(uri);
        CacheBuilder local = CaffeineCacheBuilder.createCaffeineCacheBuilder().limit(NEAR_ENTRIES);
        CacheBuilder remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .redisClient(client)
                .pubSubConnection(pubSub(client))
                .broadcastChannel("contracts-changes")
                .keyPrefix("contracts:");
        CacheBuilderTemplate template = template(local, remote);
        // what its starter for Spring does: without it nothing is told to other processes
        template.getCacheMonitorInstallers().add(new NotifyMonitorInstaller(area -> remote));
        manager.setCacheBuilderTemplate(template);
        cache = manager.getOrCreateCache(QuickConfig.newBuilder("contracts")
                .cacheType(CacheType.BOTH)
                .syncLocal(true)
                .localLimit(NEAR_ENTRIES)
                .expire(LIFE)
                .penetrationProtect(true)
                .build());
    }

    @SuppressWarnings("unchecked") // its codec has no type arguments
    private static StatefulRedisPubSubConnection<byte[], byte[]> pubSub(RedisClient client) {
        return client.connectPubSub((RedisCodec<byte[], byte[]>) new JetCacheCodec());
    }

    @SuppressWarnings("unchecked") // a generic array of varargs
    private static CacheBuilderTemplate template(CacheBuilder local, CacheBuilder remote) {
        return new CacheBuilderTemplate(false, Map.of(AREA, local), Map.of(AREA, remote));
    }

    @Override
    public String get(Long key, LongFunction<String> source) {
        return cache.computeIfAbsent(key, source::apply);
    }

    @Override
    public void put(Long key, String value) {
        cache.put(key, value);
    }

    @Override
    public void invalidate(Long key) {
        cache.remove(key);
    }

    @Override
    public void close() {
        manager.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
