package dev.larder.bench;

import dev.larder.bench.session.SessionStore;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many logins, some at a time. */
final class Logins {

    private static final int AT_A_TIME = 32;

    private Logins() {}

    /**
     * Logs in, and returns the IDs of the sessions.
     *
     * @param users the user of each
     */
    static String[] of(SessionStore sessions, int count, IntFunction<@Nullable String> users) {
        String[] ids = new String[count];
        Callers.run(AT_A_TIME, count, number -> ids[number] = sessions.logIn(users.apply(number), number));
        return ids;
    }
}
