package dev.larder.grounds.service;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a listing is restricted to. Its names are those of the parameters, always in the same order, so that equal ones have one text. */
interface Filtering {

    /** The names and values of those parameters that are given. */
    Map<String, Object> terms();

    /** The parameters of a query, such as {@code area=7&status=ACTIVE}; empty if there are none. */
    default String query() {
        return terms().entrySet().stream()
                .map(term -> term.getKey() + "=" + term.getValue())
                .collect(Collectors.joining("&"));
    }

    /** The tag of the listing, such as {@code contracts:area:7:status:active}. */
    default String tag(String many) {
        return terms().entrySet().stream()
                .map(term ->
                        ":" + term.getKey() + ":" + term.getValue().toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", many, ""));
    }

    /** Names and values in turn; those without a value are left out. */
    static Map<String, Object> terms(@Nullable Object... namesAndValues) {
        Map<String, Object> terms = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                terms.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return terms;
    }
}
