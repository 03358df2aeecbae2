package dev.larder.load;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The flights of one cache: at most one for each key that a new caller may join.
 *
 * @param <K> type of the keys
 * @param <T> type of the outcomes
 */
public final class Flights<K, T> {

    private final ConcurrentHashMap<K, Flight<K, T>> flights = new ConcurrentHashMap<>();

    /** Returns the flight to join, or null. */
    public @Nullable Flight<K, T> find(K key) {
        return flights.get(key);
    }

    /** Returns a new flight that others can join from now on, or null if there is one already. */
    public @Nullable Flight<K, T> begin(K key) {
        Flight<K, T> flight = new Flight<>(key);
        return flights.putIfAbsent(key, flight) == null ? flight : null;
    }

    /** Ends a flight: nobody joins it any more. Idempotent. */
    public void end(Flight<K, T> flight) {
        flights.remove(flight.key(), flight);
    }

    /**
     * Gives a flight up that takes too long: nobody joins it any more, and what it still loads enters no near tier. Marked
     * before it ends, because from then on a write of this process has no flight to mark.
     */
    public void giveUp(Flight<K, T> flight) {
        flight.leaseLost();
        end(flight);
    }

    /** Voids the flight of a key, if there is one, because this process writes to the key. */
    public void invalidate(K key) {
        Flight<K, T> flight = flights.remove(key);
        if (flight != null) {
            flight.overwritten();
        }
    }

    /** Returns the keys of the flights there are now. */
    public Set<K> keys() {
        return Set.copyOf(flights.keySet());
    }

    /** Returns the number of flights. */
    public int size() {
        return flights.size();
    }
}
