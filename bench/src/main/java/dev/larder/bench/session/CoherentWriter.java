package dev.larder.bench.session;

import dev.larder.Keyspace;
import dev.larder.redis.Command;
import dev.larder.redis.Lanes;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes only what is there, for many callers in one script, on a tracked connection, and reads it again, so that Redis tells of the next
 * change: the least that keeps copies coherent. It touches nothing, as with a touch that is good enough for a while.
 */
final class CoherentWriter implements BareWriter {

    private static final Script WRITE = Script.of(CoherentWriter.class, "coherent-write.lua");

    private record Part(byte[] key, byte[] value, CompletableFuture<Boolean> done) {}

    private final Redis redis;
    private final Lanes<Part> lanes = new Lanes<>(this::leave);

    CoherentWriter(Keyspace keyspace) {
        this.redis = keyspace.redis();
    }

    @Override
    public CompletableFuture<Boolean> write(byte[] key, byte[] value) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        lanes.send(new Part(key, value, done));
        return done;
    }

    private int leave(List<Part> parts, Runnable answered) {
        var keys = new ArrayList<byte[]>(parts.size());
        var args = new ArrayList<byte[]>(parts.size() + 1);
        args.add(FIELD);
        for (Part part : parts) {
            keys.add(part.key);
            args.add(part.value);
        }
        redis.send(Command.scriptForNumbers(WRITE, keys, args), new Answer(parts, answered));
        return parts.size();
    }

    private record Answer(List<Part> parts, Runnable answered) implements Reply<long[]> {
        @Override
        public void onValue(long @Nullable [] there, boolean tracked) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).done.complete(there != null && there[i] == 1);
            }
            answered.run();
        }

        @Override
        public void onFailure(RedisException failure) {
            parts.forEach(part -> part.done.completeExceptionally(failure));
            answered.run();
        }
    }
}
