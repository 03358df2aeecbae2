package dev.larder.server;

import dev.larder.gateway.GatewayConfig;
import dev.larder.gateway.GatewaySettings;
import dev.larder.gateway.Listen;
import dev.larder.gateway.OriginSettings;
import dev.larder.http.AccessRules;
import dev.larder.http.AccessRules.By;
import dev.larder.http.AccessRules.Protects;
import dev.larder.http.Route;
import dev.larder.http.access.Rate;
import dev.larder.http.decision.Profile;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Limit;
import dev.larder.session.limit.OnOutage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the gateway before the sample is told, as {@code docs/features/sample.md} has it in a file: everybody reads what is stored; changes of
 * contracts need a planner or an admin; logins are limited by address, and changes by user.
 */
final class SampleRoutes {

    private static final Rate LOGINS = new Rate(
            Limit.builder("logins", new Algorithm.Gcra(30, Duration.ofMinutes(1), 10))
                    .onOutage(new OnOutage.Closed())
                    .build(),
            List.of(new Rate.By.Address()));

    private static final Rate CHANGES = new Rate(
            Limit.of("changes", new Algorithm.Gcra(5, Duration.ofSeconds(1), 20)), List.of(new Rate.By.User()));

    private SampleRoutes() {}

    static GatewayConfig config(Listen listen, URI service) {
        AccessRules passed = AccessRules.OPEN.withPassCredentials(true);
        AccessRules own = passed.with(By.SESSION, Protects.ALL);
        AccessRules changes = passed.with(By.SESSION, Protects.CHANGES).withRates(List.of(CHANGES.name()));
        return GatewayConfig.builder()
                .listen(listen)
                .origin("", OriginSettings.of(service))
                .settings(settings -> GatewaySettings.builder().clearTextHttp2(true))
                .access(access -> access.withRate(LOGINS).withRate(CHANGES))
                .route(Route.of("all", "/", Profile.SAFE).withAccess(changes))
                .route(Route.of("contracts", "/contracts", Profile.SAFE)
                        .withAccess(changes.withRoles(Set.of("planner", "admin"))))
                .route(Route.at("login", "/login", Profile.SAFE)
                        .withoutCache()
                        .withAccess(passed.withRates(List.of(LOGINS.name()))))
                .route(Route.at("logout", "/logout", Profile.SAFE)
                        .withoutCache()
                        .withAccess(passed))
                .route(Route.at("me", "/me", Profile.SAFE).withoutCache().withAccess(own))
                .route(Route.of("sessions", "/sessions", Profile.SAFE)
                        .withoutCache()
                        .withAccess(own))
                .build();
    }
}
