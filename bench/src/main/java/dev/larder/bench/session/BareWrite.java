package dev.larder.bench.session;

import dev.larder.Keyspace;
import dev.larder.Larder;
import dev.larder.bench.session.Contents.Profile;
import dev.larder.bench.session.Contents.Visit;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is left of a request if reading costs nothing and saving checks nothing: one attribute of a hash is written and the hash touched, by
 * the connections of Larder, in one round trip. It would bring back what was ended and overwrite what it does not know, and so is no
 * store of sessions, but shows how fast one could be that asks Redis once. Checked, it does the same in the least script by which a
 * save can be kept from bringing back what was ended; what others changed it still does not know. Coherent, it reads the hash behind that on a
 * tracked connection, without which Redis would not tell it of the next change by others; what it then is told it drops.
 */
final class BareWrite implements SessionStore {

    private static final long IDLE_MILLIS = Duration.ofHours(24).toMillis();

    private static final Script CHECKED = Script.of(BareWrite.class, "checked-write.lua");
    private static final byte[] FIELD = Contents.VISIT.getBytes(StandardCharsets.US_ASCII);

    /** What this process remembers of a session. */
    private record Held(byte[] profile, byte[] visit) {}

    private final JsonMapper json = JsonMapper.shared();
    private final Larder larder;
    private final Keyspace keyspace;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Kind kind;

    /** How much it does. */
    enum Kind {
        UNCHECKED,
        CHECKED,
        COHERENT
    }

    BareWrite(String uri, Kind kind) {
        this.kind = kind;
        larder = Larder.builder().redis(uri).build();
        keyspace = larder.keyspace("bare");
    }

    private void write(String id, Held now) {
        byte[] key = keyspace.key(id);
        keyspace.await(executor -> {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            keyspace.untracked()
                    .sendAll(List.of(
                            new Call<>(
                                    Command.hset(key, List.of(FIELD, now.visit())),
                                    new Last(new CompletableFuture<>())),
                            new Call<>(Command.expire(key, IDLE_MILLIS), new Last(done))));
            return done;
        });
        held.put(id, now);
    }

    private void writeChecked(String id, Held now) {
        byte[] key = keyspace.key(id);
        List<byte[]> args =
                List.of(FIELD, now.visit(), Long.toString(IDLE_MILLIS).getBytes(StandardCharsets.US_ASCII));
        boolean was = keyspace.await(executor -> {
            CompletableFuture<Boolean> written = new CompletableFuture<>();
            Call<Long> write = new Call<>(Command.script(CHECKED, List.of(key), args), new Last(written));
            if (kind == Kind.CHECKED) {
                keyspace.untracked().sendAll(List.of(write));
                return written;
            }
            CompletableFuture<Boolean> read = new CompletableFuture<>();
            keyspace.redis().sendAll(List.of(write, new Call<>(Command.hgetall(key), new Read(read))));
            return read.thenCombine(written, (fields, there) -> there);
        });
        if (!was) {
            throw new IllegalStateException("a session is gone");
        }
        held.put(id, now);
    }

    private record Read(CompletableFuture<Boolean> done) implements Reply<List<byte[]>> {
        @Override
        public void onValue(@Nullable List<byte[]> fields, boolean tracked) {
            done.complete(fields != null);
        }

        @Override
        public void onFailure(RedisException failure) {
            done.completeExceptionally(failure);
        }
    }

    private record Last(CompletableFuture<Boolean> done) implements Reply<Long> {
        @Override
        public void onValue(@Nullable Long value, boolean tracked) {
            done.complete(value != null && value > 0);
        }

        @Override
        public void onFailure(RedisException failure) {
            done.completeExceptionally(failure);
        }
    }

    @Override
    public String logIn(@Nullable String user, int number) {
        String id = UUID.randomUUID().toString();
        write(id, new Held(json.writeValueAsBytes(Profile.of(number)), json.writeValueAsBytes(Visit.FIRST)));
        return id;
    }

    @Override
    public void cycle(String id) {
        Held before = held.get(id);
        if (before == null) {
            throw new IllegalStateException("a session is gone");
        }
        Profile profile = json.readValue(before.profile(), Profile.class);
        Visit visit = json.readValue(before.visit(), Visit.class);
        if (profile.role().isEmpty()) {
            throw new IllegalStateException("a session holds something else");
        }
        Held now = new Held(before.profile(), json.writeValueAsBytes(visit.next()));
        if (kind == Kind.UNCHECKED) {
            write(id, now);
        } else {
            writeChecked(id, now);
        }
    }

    @Override
    public void end(String id) {
        throw new UnsupportedOperationException("it ends nothing");
    }

    @Override
    public boolean isLive(String id) {
        return held.containsKey(id);
    }

    @Override
    public void close() {
        larder.close();
    }
}
