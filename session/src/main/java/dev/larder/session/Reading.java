package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.Keyspace;
import dev.larder.NearKeys;
import dev.larder.codec.CodecException;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads and touches sessions: from a copy, by a glance at what is plainly alive, or by a script that settles everything else. */
final class Reading {

    private final Keyspace keyspace;
    private final Redis redis;
    private final SessionPolicy policy;
    private final SessionKeys keys;
    private final Commands commands;
    private final Wire wire;
    private final Replies replies;
    private final Orders orders;
    private final @Nullable NearSessions near;

    Reading(RedisSessions sessions) {
        this.keyspace = sessions.keyspace;
        this.redis = sessions.redis;
        this.policy = sessions.policy;
        this.keys = sessions.keys;
        this.commands = sessions.commands;
        this.wire = sessions.wire;
        this.replies = sessions.replies;
        this.orders = sessions.orders;
        this.near = sessions.near;
    }

    /** Reads what has this ID. What there is a copy of was found under an ID that was issued, which needs no proof again. */
    CompletionStage<SessionLookup> read(@Nullable String id, Executor executor) {
        Stored copy = near == null || id == null ? null : near.find(id);
        Name name = copy == null ? keys.issued(id) : copy.name();
        return name == null ? done(new SessionLookup.None(null)) : read(name, copy, executor, SessionKeys.CHAIN);
    }

    /**
     * Reads a session.
     *
     * @param copy the one at hand, if there is one
     * @param hops how many rotations it follows at most
     */
    private CompletionStage<SessionLookup> read(Name name, @Nullable Stored copy, Executor executor, int hops) {
        SessionLookup known = orders.obey(name, SessionLookup.None::new, SessionLookup.Unavailable::new);
        if (known != null) {
            return done(known);
        }
        if (copy != null) {
            return done(found(copy));
        }
        return near == null ? glance(name, executor, hops) : readNear(near, name, executor, hops);
    }

    private CompletionStage<SessionLookup> follow(Name name, Executor executor, int hops) {
        return read(name, near == null ? null : near.find(name.id()), executor, hops);
    }

    private CompletionStage<SessionLookup> readNear(NearSessions copies, Name name, Executor executor, int hops) {
        NearKeys<NearSessions.Seen>.Reading reading = copies.reading(name, executor);
        redis.sendAll(reading.calls());
        return reading.result()
                .thenCompose(read -> seen(name, requireNonNull(read.value()), executor, hops))
                .exceptionally(Reading::unavailable);
    }

    private CompletionStage<SessionLookup> seen(Name name, NearSessions.Seen seen, Executor executor, int hops) {
        if (seen.alive() != null) {
            return done(found(seen.alive()));
        }
        return seen.there() ? load(name, executor, hops) : done(new SessionLookup.None(null));
    }

    private static SessionLookup unavailable(Throwable thrown) {
        Throwable cause = Wire.cause(thrown);
        if (cause instanceof RedisException) {
            return new SessionLookup.Unavailable(cause);
        }
        throw new CompletionException(cause);
    }

    private SessionLookup found(Stored stored) {
        touchIfDue(stored, redis.clock().latestMillis(System.nanoTime()));
        return new SessionLookup.Found(new LiveSession(stored, policy));
    }

    private CompletionStage<SessionLookup> glance(Name name, Executor executor, int hops) {
        return wire.askAll(
                commands.glance(name),
                executor,
                answers -> glanced(name, Look.of(name, answers), executor, hops),
                failure -> done(new SessionLookup.Unavailable(failure)));
    }

    private CompletionStage<SessionLookup> load(Name name, Executor executor, int hops) {
        return wire.ask(
                commands.load(name),
                executor,
                reply -> loaded(name, reply, executor, hops),
                failure -> done(new SessionLookup.Unavailable(failure)));
    }

    /** What is not plainly alive is looked at again, by a script. */
    private CompletionStage<SessionLookup> glanced(Name name, Look look, Executor executor, int hops) {
        if (look.fields().isEmpty()) {
            return done(new SessionLookup.None(null));
        }
        try {
            Stored stored = replies.alive(name, look, System.nanoTime(), redis.clock());
            return stored == null ? load(name, executor, hops) : done(found(stored));
        } catch (CodecException unreadable) {
            return load(name, executor, hops);
        }
    }

    /** Behind the answer, where not every read touches. */
    private void touchIfDue(Stored stored, long now) {
        if (!policy.touchEvery().isZero() && stored.touchIsDue(now, policy)) {
            Command<Long> touch = commands.touch(stored.name());
            if (near == null) {
                redis.send(touch, Ignored.REPLY);
            } else {
                keyspace.write(touch, Ignored.REPLY);
            }
        }
    }

    /** A touch that fails is done by the next read. */
    private enum Ignored implements Reply<Long> {
        REPLY;

        @Override
        public void onValue(@Nullable Long value, boolean tracked) {}

        @Override
        public void onFailure(RedisException failure) {}
    }

    private CompletionStage<SessionLookup> loaded(Name name, List<byte[]> reply, Executor executor, int hops) {
        if (reply.isEmpty()) {
            return done(new SessionLookup.None(null));
        }
        if (reply.size() == 2) {
            byte[] tombstone = reply.get(0);
            boolean follow = hops > 0
                    && Replies.rotatedAgo(tombstone, Replies.number(reply.get(1)))
                            < policy.rotationGrace().toMillis();
            return follow
                    ? follow(keys.next(name), executor, hops - 1)
                    : done(new SessionLookup.None(EndReason.of(tombstone)));
        }
        try {
            Stored stored = replies.stored(name, reply);
            return done(
                    stored == null
                            ? new SessionLookup.None(null)
                            : new SessionLookup.Found(new LiveSession(stored, policy)));
        } catch (CodecException unreadable) {
            return done(new SessionLookup.Unavailable(unreadable));
        }
    }

    private static CompletionStage<SessionLookup> done(SessionLookup lookup) {
        return CompletableFuture.completedFuture(lookup);
    }
}
