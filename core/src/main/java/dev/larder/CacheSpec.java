package dev.larder;

import dev.larder.codec.KeyCodec;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.codec.TypeRef;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says what a cache holds.
 *
 * <p>Defaults: layer {@link Layer#API} and its policy; no tags; every value lives as the policy says; keys as text ({@link KeyCodec#of}); values as JSON, byte
 * arrays and strings as they are.
 *
 * <p>Not thread-safe; used once, by {@link Larder#cache}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class CacheSpec<K, V> {

    private final String name;
    private final Type type;
    private final Supplier<KeyCodec<K>> defaultKeys;
    private final Supplier<Serializer<V>> defaultValues;
    private Layer layer = Layer.API;
    private UnaryOperator<CachePolicy.Builder> policy = UnaryOperator.identity();
    private BiFunction<? super K, ? super V, ? extends Collection<String>> tags = (key, value) -> List.of();
    private @Nullable BiFunction<? super K, ? super V, Life> life;
    private @Nullable KeyCodec<K> keys;
    private @Nullable Serializer<V> values;
    private boolean fallbacksShown;

    /**
     * How long one value lives.
     *
     * @param fresh how long it is fresh, shortened by the policy's jitter; zero for a value that is stale from the start, of
     *     which a conditional loader asks each time whether it has changed
     * @param grace how long it is kept after that; how long it may be answered then is for the policy to say
     */
    public record Life(Duration fresh, Duration grace) {

        /**
         * Creates a life.
         *
         * @throws IllegalArgumentException if one of them is negative or longer than 100 years
         */
        public Life {
            if (!allowed(fresh) || !allowed(grace)) {
                throw new IllegalArgumentException(
                        "a value lives for 0s to 36500d; given were " + fresh + " and " + grace);
            }
        }

        private static boolean allowed(Duration duration) {
            return !duration.isNegative() && duration.compareTo(Duration.ofDays(36_500)) <= 0;
        }
    }

    private CacheSpec(String name, Type type, Supplier<KeyCodec<K>> keys, Supplier<Serializer<V>> values) {
        this.name = name;
        this.type = type;
        this.defaultKeys = keys;
        this.defaultValues = values;
    }

    static <K, V> CacheSpec<K, V> of(String name, Class<K> keys, Class<V> values) {
        return new CacheSpec<>(name, values, () -> KeyCodec.of(keys), () -> serializer(values));
    }

    static <K, V> CacheSpec<K, V> of(String name, Class<K> keys, TypeRef<V> values) {
        return new CacheSpec<>(name, values.type(), () -> KeyCodec.of(keys), () -> Serializers.json(values));
    }

    @SuppressWarnings("unchecked")
    private static <V> Serializer<V> serializer(Class<V> type) {
        if (type == byte[].class) {
            return (Serializer<V>) Serializers.bytes();
        }
        return type == String.class ? (Serializer<V>) Serializers.text() : Serializers.json(type);
    }

    /** Sets the layer, whose policy is the cache's unless it is changed. */
    public CacheSpec<K, V> layer(Layer layer) {
        this.layer = Objects.requireNonNull(layer, "layer");
        return this;
    }

    /** Changes the layer's policy for this cache; a configuration file may change it further. */
    public CacheSpec<K, V> policy(UnaryOperator<CachePolicy.Builder> changes) {
        this.policy = Objects.requireNonNull(changes, "changes");
        return this;
    }

    /**
     * Sets the tags of an entry: invalidating one of them invalidates the entry. Called with every value that is stored,
     * not for "nothing there".
     */
    public CacheSpec<K, V> tags(BiFunction<? super K, ? super V, ? extends Collection<String>> tags) {
        this.tags = Objects.requireNonNull(tags, "tags");
        return this;
    }

    /**
     * Sets how long each value lives, in place of the policy's ttl and grace. Called with every value that is stored, not for
     * "nothing there"; a value of which it fails is answered and not stored.
     */
    public CacheSpec<K, V> life(BiFunction<? super K, ? super V, Life> life) {
        this.life = Objects.requireNonNull(life, "life");
        return this;
    }

    /** Sets how keys become text. */
    public CacheSpec<K, V> keys(KeyCodec<K> keys) {
        this.keys = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /** Sets how values become bytes. */
    public CacheSpec<K, V> values(Serializer<V> values) {
        this.values = Objects.requireNonNull(values, "values");
        return this;
    }

    /**
     * Lets lookups show, as stale, also what was expired by hand and may stand in only where a load fails: for who decides by himself
     * what stale values are good for.
     */
    public CacheSpec<K, V> showingFallbacks() {
        this.fallbacksShown = true;
        return this;
    }

    boolean fallbacksShown() {
        return fallbacksShown;
    }

    String name() {
        return name;
    }

    /** The type of the values, as the code says it. */
    Type type() {
        return type;
    }

    Layer layer() {
        return layer;
    }

    UnaryOperator<CachePolicy.Builder> policy() {
        return policy;
    }

    BiFunction<? super K, ? super V, ? extends Collection<String>> tags() {
        return tags;
    }

    @Nullable
    BiFunction<? super K, ? super V, Life> life() {
        return life;
    }

    KeyCodec<K> keys() {
        return keys == null ? defaultKeys.get() : keys;
    }

    Serializer<V> values() {
        return values == null ? defaultValues.get() : values;
    }
}
