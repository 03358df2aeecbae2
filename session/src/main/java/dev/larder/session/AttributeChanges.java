package dev.larder.session;

import dev.larder.codec.TypeRef;

/** Takes changes of named values. Each is encoded when it is put, so that what cannot be stored is refused there and then. */
public interface AttributeChanges {

    /**
     * Sets a value: text and bytes as they are, everything else as JSON of its class; never by Java's own serialisation.
     *
     * @param name 1 to {@value #MAX_NAME_CHARS} characters
     * @throws AttributeRefusedException if JSON could not bring the value back, it is too large, there are too many, or the name is
     *     none
     */
    AttributeChanges put(String name, Object value);

    /** Like {@link #put(String, Object)}, for a generic type: {@code new TypeRef<List<String>>() {}}. */
    <T> AttributeChanges put(String name, T value, TypeRef<T> type);

    /** Removes a value, if there is one. */
    AttributeChanges remove(String name);

    /** Characters of the longest name. */
    int MAX_NAME_CHARS = 128;
}
