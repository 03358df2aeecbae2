package dev.larder.bench.session;

import dev.larder.Keyspace;
import dev.larder.Larder;
import dev.larder.bench.session.Contents.Profile;
import dev.larder.bench.session.Contents.Visit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is left of a request if reading costs nothing and a save does no more than its {@link BareWriter}, by the connections of Larder. It knows
 * nothing of what others have changed, and so is no store of sessions, but shows how fast one could be that asks Redis once.
 */
final class BareWrite implements SessionStore {

    /** What this process remembers of a session. */
    private record Held(byte[] profile, byte[] visit) {}

    private final JsonMapper json = JsonMapper.shared();
    private final Larder larder;
    private final Keyspace keyspace;
    private final BareWriter first;
    private final BareWriter writer;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    BareWrite(String uri, Function<Keyspace, BareWriter> writer) {
        this.larder = Larder.builder().redis(uri).build();
        this.keyspace = larder.keyspace("bare");
        this.first = BareWriter.unchecked(keyspace);
        this.writer = writer.apply(keyspace);
    }

    private void write(BareWriter by, String id, Held now) {
        boolean was = keyspace.await(executor -> by.write(keyspace.key(id), now.visit()));
        if (!was) {
            throw new IllegalStateException("a session is gone");
        }
        held.put(id, now);
    }

    @Override
    public String logIn(@Nullable String user, int number) {
        String id = UUID.randomUUID().toString();
        Held begun = new Held(json.writeValueAsBytes(Profile.of(number)), json.writeValueAsBytes(Visit.FIRST));
        write(first, id, begun);
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
        write(writer, id, new Held(before.profile(), json.writeValueAsBytes(visit.next())));
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
