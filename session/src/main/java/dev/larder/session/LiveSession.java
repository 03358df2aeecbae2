package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.TypeRef;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session as it was read, beneath the changes made to it since. */
final class LiveSession implements Session {

    private final ChangeSet changes;
    private Stored stored;

    LiveSession(Stored stored, SessionPolicy policy) {
        this.stored = stored;
        this.changes = new ChangeSet(stored.attributes().form().values(), policy.maxAttributes());
    }

    Stored stored() {
        return stored;
    }

    ChangeSet changes() {
        return changes;
    }

    /** Takes note that changes were saved. */
    void saved(Map<String, Change> done) {
        stored = stored.with(stored.attributes().with(done));
        changes.saved(done);
    }

    /** Takes note that an update was saved. */
    void saved(Update update) {
        stored = update.on(stored);
        changes.saved(update.changes());
    }

    @Override
    public String id() {
        return stored.name().id();
    }

    @Override
    public String handle() {
        return stored.name().handle();
    }

    @Override
    public @Nullable String userId() {
        return stored.visitor().userId();
    }

    @Override
    public Details details() {
        return stored.visitor().details();
    }

    @Override
    public Instant created() {
        return Instant.ofEpochMilli(stored.times().created());
    }

    @Override
    public Instant lastUse() {
        return Instant.ofEpochMilli(stored.times().lastUse(stored.touched(), Long.MAX_VALUE));
    }

    @Override
    public Instant expires() {
        return Instant.ofEpochMilli(stored.times().expires());
    }

    @Override
    public Attributes user() {
        return stored.shared();
    }

    @Override
    public boolean changed() {
        return !changes.isEmpty();
    }

    @Override
    public Set<String> names() {
        if (changes.isEmpty()) {
            return stored.attributes().names();
        }
        Set<String> names = new HashSet<>(stored.attributes().names());
        changes.all().forEach((name, change) -> {
            if (change.plain() == null) {
                names.remove(name);
            } else {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    @SuppressWarnings("unchecked") // the value was decoded as one of the type
    public <T> @Nullable T get(String name, Class<T> type) {
        return (T) value(name, requireNonNull(type, "type"));
    }

    @Override
    @SuppressWarnings("unchecked") // the value was decoded as one of the type
    public <T> @Nullable T get(String name, TypeRef<T> type) {
        return (T) value(name, requireNonNull(type, "type").type());
    }

    private @Nullable Object value(String name, Type type) {
        Change change = changes.of(requireNonNull(name, "name"));
        if (change == null) {
            return stored.attributes().value(name, type);
        }
        byte[] plain = change.plain();
        return plain == null ? null : stored.attributes().form().values().decode(plain, type);
    }

    @Override
    public Session put(String name, Object value) {
        changes.put(stored.attributes().names(), name, value, Values.typeOf(value));
        return this;
    }

    @Override
    public <T> Session put(String name, T value, TypeRef<T> type) {
        changes.put(
                stored.attributes().names(),
                name,
                value,
                requireNonNull(type, "type").type());
        return this;
    }

    @Override
    public Session remove(String name) {
        changes.remove(name);
        return this;
    }

    /** Shows neither ID nor values. */
    @Override
    public String toString() {
        return "Session[" + names().size() + " attributes" + (userId() == null ? ", of nobody]" : ", of a user]");
    }
}
