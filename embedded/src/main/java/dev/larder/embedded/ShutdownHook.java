package dev.larder.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Closes the servers that are still open when the JVM ends in an orderly way. */
final class ShutdownHook {

    private static final Set<EmbeddedRedis> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ShutdownHook::closeAll, "larder-embedded-shutdown"));
    }

    private ShutdownHook() {}

    static void add(EmbeddedRedis server) {
        OPEN.add(server);
    }

    static void remove(EmbeddedRedis server) {
        OPEN.remove(server);
    }

    private static void closeAll() {
        for (EmbeddedRedis server : OPEN) {
            try {
                server.close();
            } catch (RuntimeException e) {
                System.getLogger(ShutdownHook.class.getName())
                        .log(System.Logger.Level.WARNING, "Cannot close " + server + "; its guard will", e);
            }
        }
    }
}
