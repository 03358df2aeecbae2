package dev.larder.gateway;

import dev.larder.CacheStats;
import dev.larder.http.Route;
import java.util.List;

/**
 * How a gateway is, at a moment.
 *
 * @param draining whether it has been told to stop
 * @param coherent whether it hears of changes from Redis
 * @param connections of clients
 * @param connectionsRefused for which there was no place
 * @param accessLogDropped lines of the access log
 * @param origins what their checks have found
 * @param routes by which it answers
 * @param cache what was counted since it was started
 */
record GatewayStatus(
        boolean draining,
        boolean coherent,
        int connections,
        long connectionsRefused,
        long accessLogDropped,
        List<OriginStatus> origins,
        List<RouteStatus> routes,
        CacheStats cache) {

    /**
     * An origin.
     *
     * @param name empty for the usual one
     * @param health up, down, or unchecked
     */
    record OriginStatus(String name, String health) {}

    /**
     * A route.
     *
     * @param path with a star at its end if what is below belongs to it as well
     */
    record RouteStatus(String name, String path, String origin, boolean cached) {

        static RouteStatus of(Route route) {
            return new RouteStatus(
                    route.name(), route.prefix() + (route.exact() ? "" : "*"), route.origin(), route.cached());
        }
    }

    /**
     * Returns whether it is of use to clients: it hears of changes, is not about to stop, and an origin is there. As long as one is, it is
     * better asked than not: the others are away from all gateways alike.
     */
    boolean ready() {
        boolean away = !origins.isEmpty()
                && origins.stream().allMatch(origin -> origin.health().equals("down"));
        return coherent && !draining && !away;
    }
}
