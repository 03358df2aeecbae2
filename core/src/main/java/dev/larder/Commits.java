package dev.larder;

import dev.larder.far.RedisKey;
import dev.larder.near.CopyIndex;
import dev.larder.outage.Journal;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one keyspace that must not get lost.
 *
 * <p>An order is pending from before it is sent until it is acknowledged: first it is under way, then, if it failed, in the
 * journal. As long as it is pending its keys are blocked for near copies, so that those who ask no longer whether it is pending
 * find nothing older.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future hands its failures on
final class Commits {

    private final Engine engine;
    private final Redis redis;
    private final String keyspace;
    private final ConcurrentHashMap<String, Integer> underWay = new ConcurrentHashMap<>();

    Commits(Engine engine, Redis redis, String keyspace) {
        this.engine = engine;
        this.redis = redis;
        this.keyspace = keyspace;
    }

    boolean pending(String id) {
        if (!underWay.isEmpty() && underWay.containsKey(id)) {
            return true;
        }
        return engine.journal().anyPending() && engine.journal().pendingOrder(name(id));
    }

    /** Names of keyspaces have no colon. */
    private String name(String id) {
        return keyspace + ":" + id;
    }

    <A> CompletableFuture<Delivery> commit(String id, Command<A> command) {
        List<RedisKey> keys = RedisKey.all(command.keys());
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an order without a key has no place to go to: " + command);
        }
        Blocking blocking = new Blocking(engine.index().copies(), keys);
        Journal journal = engine.journal();
        underWay.merge(id, 1, Integer::sum);
        blocking.begin();
        Journal.Order order = new Journal.Order(name(id), journal.begin(), command, blocking);
        Promise<Delivery> result = new Promise<>(engine.executor());
        redis.send(command, new Reply<A>() {
            @Override
            public void onValue(@Nullable A value, boolean tracked) {
                journal.delivered(order);
                settle();
                result.complete(Delivery.ACKNOWLEDGED);
            }

            @Override
            public void onFailure(RedisException failure) {
                boolean closed = engine.closed();
                boolean journaled = !closed && journal.failed(order);
                settle();
                if (journaled) {
                    engine.tell(new LarderEvent.Journaled(journal.pending()));
                    result.complete(Delivery.JOURNALED);
                } else {
                    result.fail(Outage.uncommitted(keyspace, closed, failure));
                }
            }

            @Override
            public void onLateValue(@Nullable A value) {
                journal.delivered(order);
            }

            private void settle() {
                blocking.end();
                underWay.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
            }
        });
        return result.future();
    }

    /** Keeps copies of some keys away. */
    private record Blocking(CopyIndex copies, List<RedisKey> keys) implements Journal.Hold {
        @Override
        public void begin() {
            copies.block(keys);
        }

        @Override
        public void end() {
            copies.unblock(keys);
        }
    }
}
