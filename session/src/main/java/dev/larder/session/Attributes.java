package dev.larder.session;

import dev.larder.codec.TypeRef;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named values, each decoded when it is asked for. A value that cannot be read, because it is of another type, was changed in Redis, or
 * was sealed by a key that is not at hand, is as good as absent: null.
 */
public interface Attributes {

    /** Returns the names, in no particular order. */
    Set<String> names();

    /**
     * Returns a value, or null if there is none, or none of that type.
     *
     * @param type {@code String.class} or {@code byte[].class} for what was put as such, else a class that JSON can bring back
     * @throws IllegalArgumentException if JSON can bring no value of the type back
     */
    <T> @Nullable T get(String name, Class<T> type);

    /** Like {@link #get(String, Class)}, for a generic type: {@code new TypeRef<List<String>>() {}}. */
    <T> @Nullable T get(String name, TypeRef<T> type);
}
