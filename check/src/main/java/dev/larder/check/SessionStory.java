package dev.larder.check;

import dev.larder.check.Deed.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was done in one race, told in order, one deed a line. IDs and users have numbers by first appearance, 0 for none. */
final class SessionStory {

    private final Map<Long, Integer> numbers = new HashMap<>(Map.of(0L, 0));

    private SessionStory() {}

    /** Tells it; what a read has seen follows it, as in the notes. */
    static String of(List<Deed> deeds) {
        long begin = deeds.stream().mapToLong(Deed::begun).min().orElse(0);
        SessionStory story = new SessionStory();
        return deeds.stream()
                .sorted(Comparator.comparingLong(Deed::begun))
                .map(deed -> story.line(deed, begin))
                .collect(Collectors.joining("\n"));
    }

    private String line(Deed deed, long begin) {
        if (deed.kind() == Kind.SEEN) {
            return String.format(
                    Locale.ROOT, "%30s process %d, seen: %d is %d", "", deed.actor(), deed.attribute(), deed.value());
        }
        return String.format(
                Locale.ROOT,
                "%12.3f to %12.3f ms: process %d, %s of %d, %s; other %d, attribute %d, value %d",
                (deed.begun() - begin) / 1e6,
                (deed.ended() - begin) / 1e6,
                deed.actor(),
                deed.kind(),
                number(deed.id()),
                deed.outcome(),
                number(deed.other()),
                deed.attribute(),
                deed.value());
    }

    private int number(long id) {
        return numbers.computeIfAbsent(id, seen -> numbers.size());
    }
}
