package dev.larder.http.servlet;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query that has its one form: as forms are encoded, in UTF-8. */
final class Parameters {

    private static final String[] NONE = {};

    private Parameters() {}

    static Map<String, String[]> of(@Nullable String query) {
        Map<String, List<String>> read = new LinkedHashMap<>();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                int equals = part.indexOf('=');
                String name = decode(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decode(part.substring(equals + 1));
                read.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(value);
            }
        }
        Map<String, String[]> all = new LinkedHashMap<>();
        read.forEach((name, values) -> all.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(all);
    }

    /**
     * Adds those that a dispatch has brought.
     *
     * @param all what a container says while it dispatches: before the values of the client's request, those of the dispatch
     * @param asked what it says of the client's request
     */
    static Map<String, String[]> with(
            Map<String, String[]> read, Map<String, String[]> all, Map<String, String[]> asked) {
        Map<String, String[]> joined = new LinkedHashMap<>(read);
        all.forEach((name, values) -> {
            int old = asked.getOrDefault(name, NONE).length;
            List<String> both = new ArrayList<>(Arrays.asList(values).subList(0, Math.max(0, values.length - old)));
            if (!both.isEmpty()) {
                both.addAll(Arrays.asList(read.getOrDefault(name, NONE)));
                joined.put(name, both.toArray(String[]::new));
            }
        });
        return Collections.unmodifiableMap(joined);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
