package dev.larder.gateway;

import dev.larder.http.Purge;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a caller of the administration asks for.
 *
 * @param preview whether it is only to be counted
 */
record PurgeOrder(Purge what, Purge.Mode mode, boolean preview) {

    private static final List<String> SELECTORS = List.of("url", "prefix", "tag", "tags", "everything");
    private static final int MOST_TAGS = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads an order.
     *
     * @throws IllegalArgumentException says what is wrong, and shows nothing of it
     */
    static PurgeOrder read(byte[] json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the body is not one JSON object", e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("the body is not one JSON object");
        }
        Set<String> unknown = new TreeSet<>(tree.propertyNames());
        SELECTORS.forEach(unknown::remove);
        unknown.removeAll(Set.of("mode", "preview"));
        List<String> selectors = SELECTORS.stream().filter(tree::has).toList();
        if (!unknown.isEmpty() || selectors.size() != 1) {
            throw new IllegalArgumentException("the object has exactly one of url, prefix, tag, tags, everything,"
                    + " and besides that mode and preview only");
        }
        return new PurgeOrder(what(selectors.get(0), tree.get(selectors.get(0))), mode(tree), isPreview(tree));
    }

    private static Purge what(String selector, JsonNode value) {
        return switch (selector) {
            case "url" -> Purge.Url.of(text(selector, value));
            case "prefix" -> Purge.Prefix.of(text(selector, value));
            case "tag" -> new Purge.Tags(Set.of(text(selector, value)));
            case "tags" -> new Purge.Tags(texts(value));
            default -> everything(value);
        };
    }

    private static Purge everything(JsonNode value) {
        if (!value.isBoolean() || !value.booleanValue()) {
            throw new IllegalArgumentException("everything is true, or not there");
        }
        return new Purge.Everything();
    }

    private static String text(String name, JsonNode value) {
        if (!value.isString()) {
            throw new IllegalArgumentException(name + " is a text");
        }
        return value.stringValue();
    }

    private static Set<String> texts(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > MOST_TAGS) {
            throw new IllegalArgumentException("tags is an array of 1 to " + MOST_TAGS + " texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(one -> texts.add(text("each of tags", one)));
        return new LinkedHashSet<>(texts);
    }

    private static Purge.Mode mode(JsonNode tree) {
        JsonNode mode = tree.get("mode");
        if (mode == null) {
            return Purge.Mode.HARD;
        }
        return switch (text("mode", mode)) {
            case "hard" -> Purge.Mode.HARD;
            case "soft" -> Purge.Mode.SOFT;
            default -> throw new IllegalArgumentException("mode is hard or soft");
        };
    }

    private static boolean isPreview(JsonNode tree) {
        JsonNode preview = tree.get("preview");
        if (preview != null && !preview.isBoolean()) {
            throw new IllegalArgumentException("preview is true or false");
        }
        return preview != null && preview.booleanValue();
    }
}
