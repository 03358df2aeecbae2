package dev.larder.bench.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.RemoteBucketBuilder;
import io.github.bucket4j.distributed.proxy.optimization.NopeOptimizationListener;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.distributed.proxy.optimization.skiponzero.SkipSyncOnZeroOptimization;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Bucket4j on one Lettuce connection, with the expiry that its page recommends. Buckets are made once and kept, as it asks for
 * where an optimisation is used.
 */
final class Bucket4jLimiter implements Limiter {

    private final RedisClient client;
    private final Bucket[] buckets;

    Bucket4jLimiter(String subject, String uri, Allowance allowance, int keys) {
        client = RedisClient.create(uri);
        LettuceBasedProxyManager<byte[]> proxies = Bucket4jLettuce.casBasedBuilder(
                        client.connect(ByteArrayCodec.INSTANCE))
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
                .build();
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(
                        limit -> limit.capacity(allowance.permits()).refillGreedy(allowance.permits(), allowance.per()))
                .build();
        buckets = new Bucket[keys];
        for (int key = 0; key < keys; key++) {
            byte[] name = Names.of(key).getBytes(StandardCharsets.US_ASCII);
            buckets[key] = optimized(subject, proxies.builder()).build(name, () -> configuration);
        }
    }

    private static RemoteBucketBuilder<byte[]> optimized(String subject, RemoteBucketBuilder<byte[]> builder) {
        return switch (subject) {
            case BUCKET4J_BATCHING -> builder.withOptimization(Optimizations.batching());
            case BUCKET4J_SKIPPING ->
                builder.withOptimization(new SkipSyncOnZeroOptimization(
                        NopeOptimizationListener.INSTANCE, TimeMeter.SYSTEM_MILLISECONDS));
            default -> builder;
        };
    }

    @Override
    public boolean tryAcquire(int key) {
        return buckets[key].tryConsume(1);
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
