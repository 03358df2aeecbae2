package dev.larder.session.limit;

import static java.util.Objects.requireNonNull;

/**
 * What is asked of one limit: permits for a key.
 *
 * @param limit the limit
 * @param key whom it counts for, such as an address; only a hash of it is stored. Of any length
 * @param cost how many permits, from 0, which takes nothing and shows how things stand, to {@link Limit#mostAtOnce}
 */
public record Ask(Limit limit, String key, long cost) {

    /** Checks the cost against the limit. */
    public Ask {
        requireNonNull(key, "key");
        Ranges.requireCost(limit, cost);
    }

    /** Asks for one permit. */
    public static Ask of(Limit limit, String key) {
        return new Ask(limit, key, 1);
    }

    /** Shows the limit and the cost: keys do not belong in logs. */
    @Override
    public String toString() {
        return "Ask[" + limit.name() + ", " + cost + "]";
    }
}
