package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.TypeRef;
import dev.larder.crypto.Unsealed;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes as Redis holds them, each opened and decoded when it is asked for. Immutable. */
final class StoredAttributes implements Attributes {

    private static final String PREFIX = "a:";

    private final Form form;
    private final Map<String, byte[]> stored;

    /**
     * How values are stored.
     *
     * @param values encoding
     * @param seal encryption
     * @param boundTo what encrypted values are bound to, besides their field
     */
    record Form(Values values, Seal seal, byte[] boundTo) {

        /** Returns the new content of a field: the version, then the value. */
        byte[] store(String name, byte[] version, byte[] plain) {
            return Version.join(version, seal.seal(plain, seal.bound(boundTo, name)));
        }

        byte @Nullable [] open(String name, byte[] stored) {
            return seal.open(stored, Version.BYTES, seal.bound(boundTo, name)) instanceof Unsealed.Plain plain
                    ? plain.bytes()
                    : null;
        }
    }

    StoredAttributes(Form form, Map<String, byte[]> stored) {
        this.form = form;
        this.stored = stored;
    }

    /** Takes the attributes out of the fields and values of a hash. */
    static Map<String, byte[]> of(List<byte[]> fieldsAndValues) {
        Map<String, byte[]> attributes = new HashMap<>();
        for (int i = 0; i + 1 < fieldsAndValues.size(); i += 2) {
            byte[] field = fieldsAndValues.get(i);
            if (field.length > PREFIX.length() && field[0] == 'a' && field[1] == ':') {
                attributes.put(
                        new String(field, PREFIX.length(), field.length - PREFIX.length(), Version.UTF_8),
                        fieldsAndValues.get(i + 1));
            }
        }
        return attributes;
    }

    /** Returns the field of an attribute. */
    static String field(String name) {
        return PREFIX + name;
    }

    /** Returns the attribute of a field. */
    static String name(byte[] field) {
        return new String(field, PREFIX.length(), field.length - PREFIX.length(), Version.UTF_8);
    }

    Form form() {
        return form;
    }

    Map<String, byte[]> stored() {
        return stored;
    }

    /** Returns the version of an attribute; empty if there is none. */
    byte[] version(String name) {
        byte[] value = stored.get(name);
        return value == null ? Version.NONE : Version.of(value);
    }

    /** Returns what is there after changes were saved. */
    StoredAttributes with(Map<String, Change> changes) {
        Map<String, byte[]> after = new HashMap<>(stored);
        changes.forEach((name, change) -> {
            byte[] plain = change.plain();
            if (plain == null) {
                after.remove(name);
            } else {
                after.put(name, form.store(name, change.version(), plain));
            }
        });
        return new StoredAttributes(form, after);
    }

    /** Returns what is there after some attributes were taken from others. */
    StoredAttributes with(StoredAttributes others, Set<String> names) {
        Map<String, byte[]> after = new HashMap<>(stored);
        for (String name : names) {
            after.put(name, requireNonNull(others.stored.get(name), name));
        }
        return new StoredAttributes(form, after);
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(stored.keySet());
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

    @Nullable
    Object value(String name, Type type) {
        byte[] value = stored.get(requireNonNull(name, "name"));
        byte[] plain = value == null ? null : form.open(name, value);
        return plain == null ? null : form.values().decode(plain, type);
    }
}
