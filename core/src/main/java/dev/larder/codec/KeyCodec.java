package dev.larder.codec;

/**
 * What turns a key of a cache into text, of which the name in Redis is made.
 *
 * <p>Contract: equal keys have the same text, different keys have different texts, in every process and every release; the
 * text is well-formed Unicode. It is visible to whoever can list the keys of Redis, so it holds no secrets. A codec is
 * stateless and may be used by many threads at once.
 *
 * @param <K> type of the keys
 */
@FunctionalInterface
public interface KeyCodec<K> {

    /**
     * The text of a key.
     *
     * @throws IllegalArgumentException when this key has none
     */
    String encode(K key);

    /**
     * The codec of a type whose text form is known:
     *
     * <ul>
     *   <li>{@code String}, {@code Character}, {@code Boolean}, {@code Byte}, {@code Short}, {@code Integer}, {@code Long},
     *       {@code UUID}, {@code LocalDate}, {@code Instant}: as they print themselves;
     *   <li>enums: the name of the constant;
     *   <li>records made of all these and of such records: the components joined by {@code :}, where a component's own
     *       {@code \} and {@code :} are escaped by {@code \}, and null is {@code \-}.
     * </ul>
     *
     * @throws IllegalArgumentException for every other type, with what to do instead
     */
    static <K> KeyCodec<K> of(Class<K> type) {
        return KeyCodecs.of(type);
    }
}
