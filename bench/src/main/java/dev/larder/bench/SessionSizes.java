package dev.larder.bench;

import dev.larder.bench.session.SessionStore;
import dev.larder.embedded.EmbeddedRedis;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a session takes in Redis: everything that {@value #SESSIONS} of them add to a server, divided by their number. */
final class SessionSizes {

    private static final int SESSIONS = 20_000;

    private final Consumer<String> progress;

    SessionSizes(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Returns the bytes of a session.
     *
     * @param whose says it, for the progress
     * @param users the user of each
     */
    double measure(String subject, String whose, IntFunction<@Nullable String> users) {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Memory memory = new Memory(redis)) {
            try (SessionStore sessions = SessionStore.open(subject, redis.uri())) {
                Logins.of(sessions, SESSIONS, users);
            }
            double bytes = (double) memory.taken() / SESSIONS;
            progress.accept(String.format(Locale.ROOT, "%s: %.1f bytes a session, %s", subject, bytes, whose));
            return bytes;
        }
    }
}
