package dev.larder.check;

import dev.larder.Lookup;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads what Redis holds, without loading, by a client that has just been made: its near tiers are empty and no proxy stands
 * before it, so every answer is Redis's own. It runs in the parent, whose classes have no seeded bug.
 */
final class Stored {

    /** All has healed: an answer that is slow, as on a busy machine, is none that lacks. */
    private static final String PATIENT = "?timeout=20s&dead-after=60s";

    private Stored() {}

    /**
     * Looks every key up and logs what is there; a key that is not there is not logged, nor one that was
     * expired by hand and is kept as a fallback, which a look does not show.
     *
     * @param actor the number under which it is logged
     * @throws CheckException if Redis does not answer, although everything has healed
     */
    static Log read(String uri, Landscape landscape, int actor) {
        Log log = new Log(actor);
        try (Caches caches = new Caches(uri + PATIENT)) {
            for (int group = 0; group < landscape.groups(); group++) {
                long begin = System.nanoTime();
                List<CompletableFuture<Lookup<Item>>> answers = new ArrayList<>(Landscape.GROUP);
                for (int i = 0; i < Landscape.GROUP; i++) {
                    answers.add(caches.of(landscape.family(group))
                            .async()
                            .lookup(group * Landscape.GROUP + i)
                            .toCompletableFuture());
                }
                for (int i = 0; i < Landscape.GROUP; i++) {
                    log(log, group * Landscape.GROUP + i, answers.get(i).join(), begin);
                }
            }
        }
        return log;
    }

    private static void log(Log log, int key, Lookup<Item> answer, long begin) {
        long end = System.nanoTime();
        if (answer instanceof Lookup.Hit<Item> hit) {
            Item item = hit.value();
            if (item == null || !item.genuine(key)) {
                log.add(Kind.STORED, Outcome.FORGED, key, -1, begin, end);
            } else {
                log.add(Kind.STORED, hit.stale() ? Outcome.STALE : Outcome.OK, key, item.version(), begin, end);
            }
        } else if (answer instanceof Lookup.Unavailable<Item> unavailable) {
            throw new CheckException(
                    "Redis cannot be read although everything has healed: " + unavailable.cause(), unavailable.cause());
        }
    }
}
