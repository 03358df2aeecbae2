package dev.larder.gateway;

import dev.larder.http.Route;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What becomes of a configuration when another one is read, without a new start. */
final class Change {

    private Change() {}

    /**
     * Returns the configuration that holds from then on: the next one, but for what takes a new start.
     *
     * @param room the largest head that can be read until the next start, in bytes
     * @throws IllegalArgumentException if a limit is larger than that
     */
    static GatewayConfig of(GatewayConfig old, GatewayConfig next, int room) {
        if (next.screening().limits().head() > room || next.screening().target().length() > room / 2) {
            throw new IllegalArgumentException("limits.head is " + room + " bytes and limits.target " + room / 2
                    + " at most until the next start; restart to allow more");
        }
        GatewaySettings settings = next.settings().toBuilder()
                .clearTextHttp2(old.settings().clearTextHttp2())
                .build();
        return new GatewayConfig(
                old.larder(),
                old.listen(),
                next.profile(),
                next.origins(),
                next.routes(),
                next.screening(),
                settings,
                old.tls(),
                old.accessLog(),
                old.admin(),
                next.access()
                        .withSessions(old.access().cookie(), old.access().sessions())
                        .withTokensNear(old.access().tokensNear()));
    }

    /** Says what has changed. */
    static GatewayEvent.Reloaded told(
            String source,
            GatewayConfig old,
            GatewayConfig next,
            GatewayConfig changed,
            SortedSet<String> invalidated) {
        Map<String, Route> before = byName(old);
        Map<String, Route> after = byName(changed);
        SortedSet<String> added = new TreeSet<>(after.keySet());
        added.removeAll(before.keySet());
        SortedSet<String> removed = new TreeSet<>(before.keySet());
        removed.removeAll(after.keySet());
        SortedSet<String> others = new TreeSet<>();
        after.forEach((name, route) -> {
            if (before.containsKey(name) && !route.equals(before.get(name))) {
                others.add(name);
            }
        });
        SortedSet<String> later = GatewayFile.differences(changed, next);
        SortedSet<String> settings = GatewayFile.differences(old, changed);
        return new GatewayEvent.Reloaded(source, added, removed, others, invalidated, settings, later);
    }

    private static Map<String, Route> byName(GatewayConfig config) {
        Map<String, Route> routes = new HashMap<>();
        config.routes().forEach(route -> routes.put(route.name(), route));
        return routes;
    }
}
