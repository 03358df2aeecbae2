package dev.larder.session;

import dev.larder.Keyspace;
import dev.larder.NearKeys;
import dev.larder.codec.CodecException;
import dev.larder.redis.Redis;
import dev.larder.redis.ServerClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Copies in this process of sessions that are plainly alive; of what is not there are none. */
final class NearSessions {

    private static final NearKeys.Copy<Stored> NOTHING = new NearKeys.Copy<>(null, Duration.ZERO);

    private final NearKeys<Stored> copies;
    private final Redis redis;
    private final Commands commands;
    private final Replies replies;

    NearSessions(Keyspace keyspace, int maxEntries, Commands commands, Replies replies) {
        this.copies = keyspace.near(maxEntries);
        this.redis = keyspace.redis();
        this.commands = commands;
        this.replies = replies;
    }

    /** Returns the copy at hand, or null. No round trip. */
    @Nullable
    Stored find(Name name) {
        NearKeys.Copy<Stored> copy = copies.find(name.handle());
        return copy == null ? null : copy.value();
    }

    /** Returns a read of a session that keeps a copy, without touching it; nothing if it is not plainly alive. */
    NearKeys<Stored>.Reading reading(Name name, Executor executor) {
        return copies.reading(name.handle(), commands.look(name), answers -> copy(name, answers), executor);
    }

    private NearKeys.Copy<Stored> copy(Name name, List<@Nullable Object> answers) {
        long nanoTime = System.nanoTime();
        ServerClock clock = redis.clock();
        Look look = Look.of(name, answers);
        try {
            Stored stored = replies.alive(name, look, nanoTime, clock);
            return stored == null
                    ? NOTHING
                    : new NearKeys.Copy<>(
                            stored,
                            Duration.ofMillis(
                                    Math.min(look.left(), stored.times().expires() - clock.latestMillis(nanoTime))));
        } catch (CodecException unreadable) {
            return NOTHING;
        }
    }
}
