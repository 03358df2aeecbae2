package dev.larder.bench.twotier;

import dev.larder.bench.peer.RedissonClients;
import java.util.function.LongFunction;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.EvictionPolicy;
import org.redisson.api.options.LocalCachedMapOptions.ReconnectionStrategy;

/** Redisson's local cached map, which forgets what it has near when it was cut off. */
final class RedissonTiers implements TwoTier {

    private final RedissonClient client;
    private final RLocalCachedMap<Long, String> map;

    RedissonTiers(String uri) {
        client = RedissonClients.open(uri);
        map = client.getLocalCachedMap(LocalCachedMapOptions.<Long, String>name("contracts")
                .cacheSize(NEAR_ENTRIES)
                .evictionPolicy(EvictionPolicy.LFU)
                .reconnectionStrategy(ReconnectionStrategy.CLEAR));
    }

    @Override
    public String get(Long key, LongFunction<String> source) {
        String found = map.get(key);
        if (found != null) {
            return found;
        }
        String value = source.apply(key);
        map.fastPut(key, value);
        return value;
    }

    @Override
    public void put(Long key, String value) {
        map.fastPut(key, value);
    }

    @Override
    public void invalidate(Long key) {
        map.fastRemove(key);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
