package dev.larder.http.access;

import dev.larder.codec.TypeRef;
import dev.larder.session.Attributes;
import dev.larder.session.Details;
import dev.larder.session.Session;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A session as a gate sees it. */
record FakeSession(String id, String userId, Map<String, Object> shared) implements Session {

    @Override
    public String handle() {
        return "handle";
    }

    @Override
    public Details details() {
        return Details.NONE;
    }

    @Override
    public Instant created() {
        return Instant.EPOCH;
    }

    @Override
    public Instant lastUse() {
        return Instant.EPOCH;
    }

    @Override
    public Instant expires() {
        return Instant.MAX;
    }

    @Override
    public Attributes user() {
        return new Values(shared);
    }

    @Override
    public boolean changed() {
        return false;
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public <T> T get(String name, Class<T> type) {
        return null;
    }

    @Override
    public <T> T get(String name, TypeRef<T> type) {
        return null;
    }

    @Override
    public Session put(String name, Object value) {
        throw new UnsupportedOperationException("a gate changes nothing");
    }

    @Override
    public <T> Session put(String name, T value, TypeRef<T> type) {
        throw new UnsupportedOperationException("a gate changes nothing");
    }

    @Override
    public Session remove(String name) {
        throw new UnsupportedOperationException("a gate changes nothing");
    }

    /** Texts are texts, and all else is of the type that is asked for. */
    private record Values(Map<String, Object> all) implements Attributes {

        @Override
        public Set<String> names() {
            return all.keySet();
        }

        @Override
        public <T> T get(String name, Class<T> type) {
            return type.isInstance(all.get(name)) ? type.cast(all.get(name)) : null;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T get(String name, TypeRef<T> type) {
            return all.get(name) instanceof String ? null : (T) all.get(name);
        }
    }
}
