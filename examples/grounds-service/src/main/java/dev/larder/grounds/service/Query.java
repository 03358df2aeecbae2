package dev.larder.grounds.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a listing. Each has one form only, once, and nothing else is let through: what looks different is a page of its own
 * to every cache on the way. Not safe for use by several threads.
 */
final class Query {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Map<String, List<String>> parameters;
    private final Set<String> known = new HashSet<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** An id, or null if there is none. */
    @Nullable
    Long id(String name) {
        String text = one(name);
        if (text == null) {
            return null;
        }
        if (!NUMBER.matcher(text).matches()) {
            errors.add(name + " is an id: a number from 1 on");
            return null;
        }
        return Long.valueOf(text);
    }

    /** A constant, or null if there is none. */
    <C extends Enum<C>> @Nullable C choice(String name, Class<C> type) {
        String text = one(name);
        if (text == null) {
            return null;
        }
        for (C constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        errors.add(
                name + " is one of " + Arrays.toString(type.getEnumConstants()).replaceAll("[\\[\\]]", ""));
        return null;
    }

    /** The page. */
    Paging paging() {
        return new Paging(number("page", Paging.MOST_PAGES, 1), number("size", Paging.MOST, Paging.DEFAULT_SIZE));
    }

    private int number(String name, int most, int otherwise) {
        String text = one(name);
        if (text == null) {
            return otherwise;
        }
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) > most) {
            errors.add(name + " is a number from 1 to " + most);
            return otherwise;
        }
        return Integer.parseInt(text);
    }

    private @Nullable String one(String name) {
        known.add(name);
        names.add(name);
        List<String> values = parameters.get(name);
        if (values == null) {
            return null;
        }
        if (values.size() != 1) {
            errors.add(name + " may be given once");
            return null;
        }
        return values.get(0);
    }

    /**
     * To be called after all parameters have been asked for.
     *
     * @throws Refusal if one of them is wrong, or there are others
     */
    void check() {
        if (!known.containsAll(parameters.keySet())) {
            errors.add("there is an unknown parameter; known are " + String.join(", ", names));
        }
        if (!errors.isEmpty()) {
            throw Refusal.bad("The parameters cannot be used.", errors);
        }
    }

    /** Shows nothing that a client has sent. */
    @Override
    public String toString() {
        return "Query" + names.toString().toLowerCase(Locale.ROOT);
    }
}
