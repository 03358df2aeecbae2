package dev.larder;

import dev.larder.codec.FieldRules;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What of a cache's data may be stored: part of its {@link CachePolicy}.
 *
 * @param fields what is done to the fields of values
 * @param hashKeys whether keys stand in Redis as a keyed hash only
 * @param keyPattern regular expression that the text of a key has to match as a whole, or null if any may come
 */
public record DataRules(
        FieldRules fields, boolean hashKeys, @Nullable String keyPattern) {

    /** {@link FieldRules#DEFAULT}, and keys as they are. */
    public static final DataRules DEFAULT = new DataRules(FieldRules.DEFAULT, false, null);

    /** Refuses nulls. */
    public DataRules {
        Objects.requireNonNull(fields, "fields");
    }

    DataRules withFields(UnaryOperator<FieldRules.Builder> changes) {
        return new DataRules(changes.apply(fields.toBuilder()).build(), hashKeys, keyPattern);
    }

    DataRules withHashKeys(boolean hashKeys) {
        return new DataRules(fields, hashKeys, keyPattern);
    }

    DataRules withKeyPattern(@Nullable String keyPattern) {
        return new DataRules(fields, hashKeys, keyPattern);
    }
}
