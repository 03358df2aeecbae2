package dev.larder.session.limit;

/**
 * The right to be one of those whom a limit allows at the same time, until it is given back or its lease ends.
 *
 * @param limit a limit with {@link Algorithm.Concurrent}
 * @param key whom it counts for
 * @param id random: who knows it can give the permit back
 * @param local whether this process alone has given it, during an outage
 */
public record Permit(Limit limit, String key, String id, boolean local) {

    /** Shows the limit alone. */
    @Override
    public String toString() {
        return "Permit[" + limit.name() + "]";
    }
}
