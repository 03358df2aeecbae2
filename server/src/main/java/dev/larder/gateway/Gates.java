package dev.larder.gateway;

import dev.larder.Larder;
import dev.larder.http.AccessRules;
import dev.larder.http.AccessRules.By;
import dev.larder.http.Gate;
import dev.larder.http.access.AccessGate;
import dev.larder.session.Sessions;
import dev.larder.session.limit.Limits;
import dev.larder.session.token.Tokens;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the gate of a configuration. Sessions, tokens and limits are made when the first route asks for them, and once: they are one for a
 * larder.
 */
final class Gates {

    private final Larder larder;
    private @Nullable Sessions sessions;
    private @Nullable Tokens tokens;
    private @Nullable Limits limits;

    Gates(Larder larder) {
        this.larder = larder;
    }

    /**
     * Makes a gate that can do what the routes of a configuration ask for.
     *
     * @throws dev.larder.ConfigurationException if there is no Redis, or no secret to hash with, and a route needs it
     */
    synchronized Gate of(GatewayConfig config) {
        AccessSettings settings = config.access();
        List<AccessRules> rules = config.routes().stream()
                .map(route -> route.access())
                .filter(access -> !access.equals(AccessRules.OPEN))
                .toList();
        if (rules.isEmpty()) {
            return Gate.NONE;
        }
        AccessGate.Builder gate = AccessGate.builder();
        if (rules.stream().anyMatch(one -> one.by() == By.SESSION || one.by() == By.EITHER)) {
            if (sessions == null) {
                sessions = Sessions.on(larder, settings.sessions());
            }
            gate.sessions(Objects.requireNonNull(sessions), settings.cookie());
        }
        if (rules.stream().anyMatch(one -> one.by() == By.TOKEN || one.by() == By.EITHER)) {
            if (tokens == null) {
                tokens = Tokens.on(larder, policy -> policy.nearEntries(settings.tokensNear()));
            }
            gate.tokens(Objects.requireNonNull(tokens));
        }
        if (rules.stream().anyMatch(one -> !one.rates().isEmpty())) {
            if (limits == null) {
                limits = Limits.on(larder);
            }
            gate.limits(Objects.requireNonNull(limits));
            settings.rates().values().forEach(gate::rate);
        }
        return gate.build();
    }
}
