package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.TypeRef;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of some attributes, the last one of each. Not thread-safe. */
final class ChangeSet implements AttributeChanges {

    private final Values values;
    private final int most;
    private final Map<String, Change> changes = new LinkedHashMap<>(4);

    ChangeSet(Values values, int most) {
        this.values = values;
        this.most = most;
    }

    @Override
    public ChangeSet put(String name, Object value) {
        return put(Set.of(), name, value, Values.typeOf(value));
    }

    @Override
    public <T> ChangeSet put(String name, T value, TypeRef<T> type) {
        return put(Set.of(), name, value, requireNonNull(type, "type").type());
    }

    /**
     * Sets a value.
     *
     * @param present names of the attributes that are there
     */
    ChangeSet put(Set<String> present, String name, Object value, Type type) {
        requireName(name);
        requireNonNull(value, "value");
        byte[] plain = values.encode(name, value, type);
        if (!present.contains(name) && isNew(name) && count(present) >= most) {
            throw new AttributeRefusedException(
                    "the attribute " + name + " would be one too many: max-attributes is " + most
                            + "; put what belongs together into one, or raise it",
                    null);
        }
        changes.put(name, Change.to(plain));
        return this;
    }

    private boolean isNew(String name) {
        Change before = changes.get(name);
        return before == null || before.plain() == null;
    }

    private int count(Set<String> present) {
        int count = present.size();
        for (Map.Entry<String, Change> change : changes.entrySet()) {
            boolean there = present.contains(change.getKey());
            boolean stays = change.getValue().plain() != null;
            count += stays == there ? 0 : stays ? 1 : -1;
        }
        return count;
    }

    @Override
    public ChangeSet remove(String name) {
        requireName(name);
        changes.put(name, Change.removal());
        return this;
    }

    private static void requireName(String name) {
        if (requireNonNull(name, "name").isEmpty() || name.length() > MAX_NAME_CHARS) {
            throw new AttributeRefusedException(
                    "the name of an attribute has " + name.length() + " characters; it has 1 to " + MAX_NAME_CHARS,
                    null);
        }
        try {
            SessionKeys.requireWellFormed(name, "the name of an attribute");
        } catch (IllegalArgumentException e) {
            throw new AttributeRefusedException(String.valueOf(e.getMessage()), null);
        }
    }

    @Nullable
    Change of(String name) {
        return changes.get(name);
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Returns a copy of what is to be saved now. */
    Map<String, Change> all() {
        return new LinkedHashMap<>(changes);
    }

    void addAll(ChangeSet others) {
        changes.putAll(others.changes);
    }

    /** Forgets changes that were saved, unless there are newer ones. */
    void saved(Map<String, Change> done) {
        done.forEach(changes::remove);
    }
}
