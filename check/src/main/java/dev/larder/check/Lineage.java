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

/**
 * Which IDs of a race are of the same session, and which session took along what another one had. Immutable.
 *
 * <p>A rotation that was done and not answered makes an ID that no rotation names: repeated after another one, it names the newest. Such
 * an ID is of the session that was found under it by an older one.
 */
final class Lineage {

    private final Map<Long, Deed> made = new HashMap<>();
    private final Map<Long, Long> foundBy = new HashMap<>();
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
            } else if (deed.is(Kind.READ, Outcome.DONE) && deed.other() != deed.id()) {
                foundBy.putIfAbsent(deed.other(), deed.id());
            }
        }
        foundBy.keySet().removeAll(made.keySet());
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
        for (Long older = older(first); older != null && seen.add(first); older = older(first)) {
            first = older;
        }
        return first;
    }

    private @Nullable Long older(long id) {
        Deed maker = made.get(id);
        if (maker == null) {
            return foundBy.get(id);
        }
        return maker.kind() == Kind.ROTATE ? maker.id() : null;
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
