package dev.larder;

import dev.larder.codec.Sanitiser;
import java.util.List;

/** What the log says of a cache once, when it is made, so that nobody is surprised later. */
final class Notices {

    private static final System.Logger LOG = System.getLogger("dev.larder");
    private static final int MOST_NAMED = 20;

    private Notices() {}

    /** Says whether values lie in Redis in clear text only because there are no keys, and which fields are dropped for their names. */
    static void log(CacheContext<?, ?> cache) {
        boolean wanted = cache.policy.payload().encryption() == CachePolicy.Encryption.WITH_KEYS;
        if (wanted && cache.engine.keyring() == null && cache.engine.far().shared()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "the values of cache '" + cache.name
                            + "' lie in Redis in clear text, because there are no keys;"
                            + " make some with larder keys create, and name them by the setting keyset (file:..., the"
                            + " same in all processes) or by LarderBuilder.keyring. If it is meant so, set encryption to"
                            + " off.");
        }
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
