package dev.larder.bench.limit;

import dev.larder.bench.peer.RedissonClients;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;

/**
 * Redisson's limiter, for all instances together. Its rates are set beforehand, since each is a key of its own; they do not
 * expire, as by default: one that has is refused with an error until it is set again.
 */
final class RedissonLimiter implements Limiter {

    private final RedissonClient client;
    private final RRateLimiter[] limiters;

    RedissonLimiter(String uri, Allowance allowance, int keys) {
        client = RedissonClients.open(uri);
        limiters = new RRateLimiter[keys];
        for (int key = 0; key < keys; key++) {
            limiters[key] = client.getRateLimiter(Names.of(key));
            limiters[key].trySetRate(RateType.OVERALL, allowance.permits(), allowance.per());
        }
    }

    @Override
    public boolean tryAcquire(int key) {
        return limiters[key].tryAcquire();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
