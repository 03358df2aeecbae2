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
import java.util.stream.Stream;
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
    private final Counts underWay = new Counts();
    private final Counts journaled = new Counts();

    Commits(Engine engine, Redis redis, String keyspace) {
        this.engine = engine;
        this.redis = redis;
        this.keyspace = keyspace;
    }

    boolean pending() {
        return underWay.any() || journaled.any();
    }

    boolean pending(String id) {
        return underWay.has(id) || journaled.has(id);
    }

    <A> CompletableFuture<Delivery> commit(String name, String id, List<String> also, Command<A> command) {
        List<RedisKey> keys = RedisKey.all(command.keys());
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an order without a key has no place to go to: " + command);
        }
        CopyIndex copies = engine.index().copies();
        List<String> all = Stream.concat(Stream.of(id), also.stream()).toList();
        Journal journal = engine.journal();
        Pending sent = new Pending(underWay, List.of(id), copies, keys);
        sent.begin();
        // Names of keyspaces have no colon.
        Journal.Order order = new Journal.Order(
                keyspace + ":" + name, journal.begin(), command, new Pending(journaled, all, copies, keys));
        Promise<Delivery> result = new Promise<>(engine.executor());
        redis.send(command, new Reply<A>() {
            @Override
            public void onValue(@Nullable A value, boolean tracked) {
                journal.delivered(order);
                sent.end();
                result.complete(Delivery.ACKNOWLEDGED);
            }

            @Override
            public void onFailure(RedisException failure) {
                boolean closed = engine.closed();
                boolean kept = !closed && journal.failed(order);
                sent.end();
                if (kept) {
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
        });
        return result.future();
    }

    /** How many orders are pending by each id. */
    private static final class Counts {
        private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

        boolean any() {
            return !counts.isEmpty();
        }

        boolean has(String id) {
            return any() && counts.containsKey(id);
        }

        void add(String id) {
            counts.merge(id, 1, Integer::sum);
        }

        void take(String id) {
            counts.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** An order while it is under way, or in the journal: it is pending by its ids, and copies of its keys are kept away. */
    private record Pending(Counts counts, List<String> ids, CopyIndex copies, List<RedisKey> keys)
            implements Journal.Hold {
        @Override
        public void begin() {
            ids.forEach(counts::add);
            copies.block(keys);
        }

        @Override
        public void end() {
            copies.unblock(keys);
            ids.forEach(counts::take);
        }
    }
}
