package dev.larder.gateway;

import dev.larder.http.access.ClientAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many connections clients have, in all and from each address. */
final class Guests {

    private final AtomicInteger all = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * Counts a connection, unless there are too many.
     *
     * @param most in all
     * @param mostOfOne from one address
     */
    boolean admit(String address, int most, int mostOfOne) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            refused.incrementAndGet();
            return false;
        }
        boolean[] admitted = new boolean[1];
        byAddress.compute(ClientAddress.network(address), (key, count) -> {
            int now = count == null ? 0 : count;
            admitted[0] = now < mostOfOne;
            return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
        if (!admitted[0]) {
            all.decrementAndGet();
            refused.incrementAndGet();
        }
        return admitted[0];
    }

    /** Forgets a connection that was admitted. */
    void leave(String address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(ClientAddress.network(address), (key, count) -> count == 1 ? null : count - 1);
    }

    int count() {
        return all.get();
    }

    /** Returns how many there was no place for. */
    long refused() {
        return refused.get();
    }

    int addresses() {
        return byAddress.size();
    }
}
