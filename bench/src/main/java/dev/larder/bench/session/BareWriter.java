package dev.larder.bench.session;

import dev.larder.Keyspace;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A way to write one attribute of a hash, and to touch it, in one round trip. */
@FunctionalInterface
interface BareWriter {

    /** The attribute. */
    byte[] FIELD = Contents.VISIT.getBytes(StandardCharsets.US_ASCII);

    /** How long a hash lives. */
    long IDLE_MILLIS = Duration.ofHours(24).toMillis();

    /** Writes; answers whether the hash was there, or is now. */
    CompletableFuture<Boolean> write(byte[] key, byte[] value);

    /** Writes whatever is there: it would bring back what was ended. */
    static BareWriter unchecked(Keyspace keyspace) {
        return (key, value) -> {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            keyspace.untracked()
                    .sendAll(List.of(
                            new Call<>(Command.hset(key, List.of(FIELD, value)), new Last(new CompletableFuture<>())),
                            new Call<>(Command.expire(key, IDLE_MILLIS), new Last(done))));
            return done;
        };
    }

    /** Writes only what is there, by the least script that can: what others have changed it does not know. */
    static BareWriter checked(Keyspace keyspace) {
        Script script = Script.of(BareWriter.class, "checked-write.lua");
        byte[] idle = Long.toString(IDLE_MILLIS).getBytes(StandardCharsets.US_ASCII);
        return (key, value) -> {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            Command<Long> write = Command.script(script, List.of(key), List.of(FIELD, value, idle));
            keyspace.untracked().send(write, new Last(done));
            return done;
        };
    }

    /** Tells whether the last command has changed something. */
    record Last(CompletableFuture<Boolean> done) implements Reply<Long> {
        @Override
        public void onValue(@Nullable Long value, boolean tracked) {
            done.complete(value != null && value > 0);
        }

        @Override
        public void onFailure(RedisException failure) {
            done.completeExceptionally(failure);
        }
    }
}
