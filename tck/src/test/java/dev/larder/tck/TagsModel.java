package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.Lookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tags mean, told simply: each entry counts for each of its tags how often it was expired since the entry was put, and
 * knows whether one was invalidated.
 */
final class TagsModel {

    private static final int MOST = 4;
    private static final List<String> TAGS = List.of("p", "q", "r");

    /** A step, as numbers: what, and of which keys or tags. */
    record Step(int what, int which) {}

    private final Larder larder;
    private final Cache<String, String> cache;
    private final Map<String, Map<String, Integer>> entries = new HashMap<>();

    TagsModel(Larder larder, Cache<String, String> cache) {
        this.larder = larder;
        this.cache = cache;
    }

    /** Values are their tags. */
    static List<String> tags(String value) {
        return value.isEmpty() ? List.of() : List.of(value.split(" "));
    }

    void run(List<Step> steps) {
        cache.clear();
        entries.clear();
        for (Step step : steps) {
            run(step);
            for (String key : List.of("a", "b", "c")) {
                assertThat(seen(key)).as(step + " " + key).isEqualTo(expected(key));
            }
        }
    }

    private void run(Step step) {
        List<String> tags = TAGS.stream()
                .filter(tag -> (step.which() >> TAGS.indexOf(tag) & 1) == 1)
                .toList();
        switch (step.what()) {
            case 0 -> {
                String key = String.valueOf((char) ('a' + (step.which() >> 3) % 3));
                cache.put(key, String.join(" ", tags));
                Map<String, Integer> counts = new HashMap<>();
                tags.forEach(tag -> counts.put(tag, 0));
                counts.put("", 0);
                entries.put(key, counts);
            }
            case 1 -> {
                larder.invalidateTags(tags);
                entries.values().removeIf(counts -> tags.stream().anyMatch(counts::containsKey));
            }
            case 2 -> {
                larder.expireTags(tags);
                tags.forEach(this::expired);
            }
            default -> {
                cache.expireAll();
                expired("");
            }
        }
    }

    private void expired(String tag) {
        entries.values().forEach(counts -> counts.computeIfPresent(tag, (same, count) -> count + 1));
        entries.values().removeIf(counts -> counts.getOrDefault(tag, 0) > MOST);
    }

    private String seen(String key) {
        return cache.lookup(key) instanceof Lookup.Hit<String> hit ? hit.stale() ? "stale" : "fresh" : "none";
    }

    private String expected(String key) {
        Map<String, Integer> counts = entries.get(key);
        if (counts == null) {
            return "none";
        }
        return counts.values().stream().allMatch(count -> count == 0) ? "fresh" : "stale";
    }
}
