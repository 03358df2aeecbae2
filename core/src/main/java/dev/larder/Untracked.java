package dev.larder;

import dev.larder.far.RedisFar;
import dev.larder.redis.Call;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisConfig;
import dev.larder.redis.RedisListener;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections for what is never near, on which the server notes nothing of what is read; made when they are first asked for.
 *
 * <p>Orders are delivered on the tracked connections. After a failover these here may be back first; so they repeat them as well, before
 * anything else is sent.
 */
final class Untracked implements RedisListener {

    private final Engine engine;
    private final RedisFar far;
    private final RedisConfig where;
    private @Nullable Redis redis;

    Untracked(Engine engine, RedisFar far, RedisConfig where) {
        this.engine = engine;
        this.far = far;
        this.where = where.untracked();
    }

    /**
     * Returns them; the first time waits for the first connection or the first failure.
     *
     * @throws CacheUnavailableException if there are none yet, and the {@link Larder} has been closed
     */
    synchronized Redis redis() {
        Redis known = redis;
        if (known == null) {
            engine.requireOpen("untracked connections");
            known = Redis.open(where, made -> this);
            redis = known;
            TieredLarder.awaitFirstConnection(known, where);
        }
        return known;
    }

    synchronized void close() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    public void onInvalidate(byte[] key) {
        // nothing is near
    }

    @Override
    public void onFlush(IntPredicate slots) {
        // nothing is near
    }

    @Override
    public List<Call<?>> onConnect(IntPredicate slots, boolean primaryChanged) {
        return engine.journal().replayOrders(key -> slots.test(far.slot(key)), primaryChanged, () -> {});
    }
}
