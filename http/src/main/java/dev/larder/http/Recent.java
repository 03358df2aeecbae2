package dev.larder.http;

import dev.larder.http.guard.Arrival;
import dev.larder.http.message.Field;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was made of the heads of requests lately: the same client asks for the same thing again, in the same words. Each head has one place,
 * which a later one may take, so memory is bounded and nothing has to be locked. Heads with cookies or an authorization are not kept. Thread-safe.
 */
final class Recent {

    private static final int PLACES = 1 << 10;

    /** Most characters of a head that is kept: 1 MiB in all, and a few times as much for what was made of them. */
    private static final int LONGEST = 1 << 10;

    private record Seen(Arrival arrival, Plan plan) {}

    private final AtomicReferenceArray<@Nullable Seen> places = new AtomicReferenceArray<>(PLACES);

    /** Returns what was made of a head that is the same in every character; null if that is not known. */
    @Nullable
    Plan find(Arrival arrival) {
        Seen seen = places.get(place(arrival));
        return seen != null && seen.arrival.equals(arrival) ? seen.plan : null;
    }

    void add(Arrival arrival, Plan plan) {
        if (isKept(arrival)) {
            places.set(place(arrival), new Seen(arrival, plan));
        }
    }

    private static int place(Arrival arrival) {
        int hash = arrival.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }

    private static boolean isKept(Arrival arrival) {
        int length = arrival.target().length();
        for (Field line : arrival.lines()) {
            if (line.name().equalsIgnoreCase("cookie") || line.name().equalsIgnoreCase("authorization")) {
                return false;
            }
            length += line.name().length() + line.value().length();
        }
        return length <= LONGEST;
    }
}
