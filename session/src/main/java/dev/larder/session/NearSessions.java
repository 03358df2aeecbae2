package dev.larder.session;

import dev.larder.Keyspace;
import dev.larder.NearKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Copies in this process of sessions that are plainly alive; of what is not there are none. */
final class NearSessions {

    private static final NearKeys.Copy<Stored> NOTHING = new NearKeys.Copy<>(null, Duration.ZERO);

    private final NearKeys<Stored> copies;
    private final Commands commands;
    private final Replies replies;

    NearSessions(Keyspace keyspace, int maxEntries, Commands commands, Replies replies) {
        this.copies = keyspace.near(maxEntries);
        this.commands = commands;
        this.replies = replies;
    }

    /** Returns the copy at hand, or null. No round trip. */
    @Nullable
    Stored find(Name name) {
        NearKeys.Copy<Stored> copy = copies.find(name.handle());
        return copy == null ? null : copy.value();
    }

    /** Reads a session and keeps a copy, without touching it; nothing if it is not plainly alive. */
    CompletionStage<NearKeys.Copy<Stored>> read(Name name, Executor executor) {
        return copies.read(
                name.handle(),
                commands.peek(name),
                reply -> reply == null || reply.isEmpty() ? NOTHING : copy(name, reply),
                executor);
    }

    private NearKeys.Copy<Stored> copy(Name name, List<byte[]> reply) {
        Stored stored = replies.stored(name, reply);
        if (stored == null) {
            return NOTHING;
        }
        long left = Replies.number(reply.get(reply.size() - 2));
        long now = Replies.number(reply.get(reply.size() - 1));
        return new NearKeys.Copy<>(
                stored, Duration.ofMillis(Math.min(left, stored.times().expires() - now)));
    }
}
