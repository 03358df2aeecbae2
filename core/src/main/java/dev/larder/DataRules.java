package dev.larder;

import dev.larder.codec.FieldRules;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Returns the settings that a problem of these rules concerns.
     *
     * @param problem begins with the settings, or with the path of the field
     */
    List<String> concerned(String problem) {
        String path = problem.substring(0, Math.max(problem.indexOf(' '), 0));
        List<String> settings = new ArrayList<>();
        if (fields.hash().contains(path)) {
            settings.add("hash-fields");
        }
        if (fields.mask().contains(path)) {
            settings.add("mask-fields");
        }
        settings.addAll(LarderConfig.settingsIn(problem.split(";", 2)[0]));
        boolean needsText = problem.contains("masked or hashed");
        if (needsText || problem.contains("is to be hashed")) {
            settings.add("hash-fields");
        }
        if (needsText) {
            settings.add("mask-fields");
        }
        return settings.stream().distinct().toList();
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
