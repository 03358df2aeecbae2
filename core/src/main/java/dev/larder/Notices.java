package dev.larder;

import dev.larder.codec.Sanitiser;
import java.util.List;

/** What the log says of a cache once, when it is made, so that nobody is surprised later. */
final class Notices {

    private static final System.Logger LOG = System.getLogger("dev.larder");
    private static final int MOST_NAMED = 20;

    private Notices() {}

    /** Says which fields are dropped because of their names, and whether values lie in Redis in clear that should not. */
    static void log(CacheContext<?, ?> cache) {
        if (cache.serializer instanceof Sanitiser<?> sanitiser) {
            List<String> dropped = sanitiser.droppedByName();
            if (!dropped.isEmpty()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "cache '" + cache.name + "' drops for their names: " + listed(dropped)
                                + "; allow-fields lets a field stay");
            }
        }
    }

    private static String listed(List<String> paths) {
        return paths.size() <= MOST_NAMED
                ? String.join(", ", paths)
                : String.join(", ", paths.subList(0, MOST_NAMED)) + " and " + (paths.size() - MOST_NAMED) + " more";
    }
}
