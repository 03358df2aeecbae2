package dev.larder.gateway;

import java.util.List;
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
        byAddress.compute(neighbourhood(address), (key, count) -> {
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
        byAddress.computeIfPresent(neighbourhood(address), (key, count) -> count == 1 ? null : count - 1);
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

    /** What one client can have: an IPv4 address, or the 2^64 of an IPv6 network. */
    static String neighbourhood(String address) {
        if (!address.contains(":")) {
            return address;
        }
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        int gap = bare.indexOf("::");
        List<String> parts = List.of((gap < 0 ? bare : bare.substring(0, gap)).split(":", -1));
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            network.append(i < parts.size() && !parts.get(i).isEmpty() ? parts.get(i) : "0")
                    .append(':');
        }
        return network.append(':').toString();
    }
}
