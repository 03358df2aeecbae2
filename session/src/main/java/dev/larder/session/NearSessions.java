package dev.larder.session;

import dev.larder.Keyspace;
import dev.larder.NearKeys;
import dev.larder.codec.CodecException;
import dev.larder.redis.Redis;
import dev.larder.redis.ServerClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Copies in this process, by ID, of sessions that are plainly alive; of what is not there are none. */
final class NearSessions {

    /**
     * What a read has seen.
     *
     * @param alive the session; null if it is not plainly alive, or cannot be read
     * @param there whether there is anything
     */
    record Seen(@Nullable Stored alive, boolean there) {}

    private final NearKeys<Seen> copies;
    private final Redis redis;
    private final SessionPolicy policy;
    private final SessionKeys keys;
    private final Commands commands;
    private final Replies replies;

    NearSessions(Keyspace keyspace, SessionPolicy policy, SessionKeys keys, Commands commands, Replies replies) {
        this.copies = keyspace.near(policy.nearEntries());
        this.policy = policy;
        this.redis = keyspace.redis();
        this.keys = keys;
        this.commands = commands;
        this.replies = replies;
    }

    /**
     * Returns the copy at hand of what has this ID, or null: there are copies only of what was found under an ID that was issued. No round trip.
     *
     * <p>Who guesses learns nothing from the time that this takes: no character is compared before all 32 bits of a hash are right.
     */
    @Nullable
    Stored find(String id) {
        NearKeys.Copy<Seen> copy = copies.find(id);
        Seen seen = copy == null ? null : copy.value();
        return seen == null ? null : seen.alive();
    }

    /**
     * Returns a save as an update of the copy at hand, or null if it cannot be one: there is no copy, an attribute is removed or is new by it, there
     * are too many, or conflicts are to be looked for. In a Cluster nothing is.
     */
    @Nullable
    Update update(Name name, Map<String, Change> changes) {
        boolean fits = !changes.isEmpty() && changes.size() <= Update.MOST;
        if (!fits || policy.conflict() == SessionPolicy.Conflict.VERSION_CHECK || redis.cluster()) {
            return null;
        }
        NearKeys<Seen>.AtHand copy = copies.atHand(name.id());
        Seen seen = copy == null ? null : copy.value();
        Stored before = seen == null ? null : seen.alive();
        if (copy == null || before == null || !changesOnly(before, changes)) {
            return null;
        }
        long now = redis.clock().latestMillis(System.nanoTime());
        boolean touches = before.touchIsDue(now, policy);
        Stored after = before.with(before.attributes().with(changes), touches ? now : before.touched());
        return new Update(keys.session(name), copy, before, after, changes, touches);
    }

    private static boolean changesOnly(Stored stored, Map<String, Change> changes) {
        Map<String, byte[]> there = stored.attributes().stored();
        for (Map.Entry<String, Change> change : changes.entrySet()) {
            if (change.getValue().plain() == null || !there.containsKey(change.getKey())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns a read of a session that keeps a copy if it is plainly alive, without touching it. The copy belongs to the key of its user too,
     * though nobody has none: an end names that key whatever the session is called by now.
     */
    NearKeys<Seen>.Reading reading(Name name, Executor executor) {
        return copies.reading(
                name.id(),
                List.of(keys.session(name), keys.user(name.owner())),
                commands.look(name),
                answers -> copy(name, Look.of(name, answers)),
                executor);
    }

    private NearKeys.Copy<Seen> copy(Name name, Look look) {
        long nanoTime = System.nanoTime();
        ServerClock clock = redis.clock();
        Stored stored;
        try {
            stored = replies.alive(name, look, nanoTime, clock);
        } catch (CodecException unreadable) {
            stored = null;
        }
        if (stored == null) {
            return new NearKeys.Copy<>(new Seen(null, !look.fields().isEmpty()), Duration.ZERO);
        }
        long life = Math.min(look.left(), stored.times().expires() - clock.latestMillis(nanoTime));
        return new NearKeys.Copy<>(new Seen(stored, true), Duration.ofMillis(life));
    }
}
