package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which IDs of a race are of the same session, and which session took along what another one had. Immutable. */
final class Lineage {

    private final Map<Long, Deed> made = new HashMap<>();
    private final Map<Long, List<Deed>> rotations = new HashMap<>();
    private final Map<Long, Long> users = new HashMap<>();

    Lineage(List<Deed> deeds) {
        for (Deed deed : deeds) {
            if (deed.is(Kind.CREATE, Outcome.DONE)) {
                made.put(deed.id(), deed);
                users.put(deed.id(), deed.other());
            } else if (deed.is(Kind.LOGIN, Outcome.DONE)) {
                made.put(deed.other(), deed);
                users.put(deed.other(), deed.value());
            } else if (deed.is(Kind.ROTATE, Outcome.DONE)) {
                rotations.computeIfAbsent(deed.id(), id -> new ArrayList<>()).add(deed);
                Deed before = made.get(deed.other());
                if (before == null || deed.ended() < before.ended()) {
                    made.put(deed.other(), deed);
                }
            }
        }
    }

    /** The rotations that gave an ID up. */
    List<Deed> rotationsOf(long id) {
        return rotations.getOrDefault(id, List.of());
    }

    /** What made an ID, or null if that is unknown. */
    @Nullable
    Deed maker(long id) {
        return made.get(id);
    }

    /** The first ID of a session. */
    long root(long id) {
        long first = id;
        Set<Long> seen = new HashSet<>();
        for (Deed maker = made.get(first);
                maker != null && maker.kind() == Kind.ROTATE && seen.add(first);
                maker = made.get(first)) {
            first = maker.id();
        }
        return first;
    }

    /** The first ID of the first session, before any login. */
    long origin(long id) {
        long first = root(id);
        Deed maker = made.get(first);
        return maker != null && maker.kind() == Kind.LOGIN ? root(maker.id()) : first;
    }

    /** The user of a session, 0 of nobody. */
    long user(long id) {
        return users.getOrDefault(root(id), 0L);
    }
}
