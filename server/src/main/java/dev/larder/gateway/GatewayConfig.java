package dev.larder.gateway;

import dev.larder.ConfigurationException;
import dev.larder.LarderConfig;
import dev.larder.http.Route;
import dev.larder.http.access.Rate;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.session.SessionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway is told. Made by {@link #builder()} or read from a file by {@link #load}.
 *
 * @param larder the settings of the engine
 * @param listen where it listens
 * @param profile of routes that do not say it
 * @param origins by their names; that without a name is the usual one
 * @param routes the parts of the site; without any, one for all of it
 * @param screening which requests are let through at all
 * @param settings how long it waits, and how much it takes
 * @param tls what clients see that come by TLS; null for clear text
 * @param accessLog where a line about each request goes; null for nowhere
 * @param admin where it is administered; null for nowhere
 * @param access who may ask, and how often, as far as routes say so
 */
public record GatewayConfig(
        LarderConfig larder,
        Listen listen,
        Profile profile,
        Map<String, OriginSettings> origins,
        List<Route> routes,
        ScreeningRules screening,
        GatewaySettings settings,
        @Nullable TlsSettings tls,
        @Nullable AccessLogSettings accessLog,
        @Nullable AdminSettings admin,
        AccessSettings access) {

    /** The name of the usual origin. */
    static final String USUAL = "";

    /** Checks, and copies. */
    public GatewayConfig {
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        routes = routes.isEmpty() ? List.of(Route.of("all", "/", profile)) : List.copyOf(routes);
        for (Route route : routes) {
            if (!origins.containsKey(route.origin())) {
                throw new ConfigurationException(
                        route.origin().equals(USUAL)
                                ? "no origin: say where responses come from, as origin: http://localhost:8080"
                                : "route " + route.name() + " has the origin " + route.origin()
                                        + ", which is not among origins");
            }
            String problem = Rate.problem(route, access.rates(), screening);
            if (problem != null) {
                throw new ConfigurationException("route " + route.name() + ": " + problem);
            }
        }
    }

    /**
     * Reads a configuration file.
     *
     * @throws ConfigurationException naming every problem of the file, or why it cannot be read
     */
    public static GatewayConfig load(Path file) {
        return GatewayFile.load(file);
    }

    /**
     * Returns the text of a configuration file, to be read by {@link #parse}.
     *
     * @throws ConfigurationException if there is none, saying why
     */
    public static String text(Path file) {
        return GatewayFile.text(file);
    }

    /**
     * Reads the text of a configuration file.
     *
     * @param source name of the file in messages
     * @throws ConfigurationException naming every problem of the text
     */
    public static GatewayConfig parse(String yaml, String source) {
        return GatewayFile.parse(yaml, source);
    }

    /**
     * Reads the text of a file that says all there is to say of the engine as well, as for {@code larder serve}: what routes need of it and
     * the file does not say is a problem.
     *
     * @param source name of the file in messages
     * @throws ConfigurationException naming every problem of the text
     */
    public static GatewayConfig parseWhole(String yaml, String source) {
        return GatewayFile.parse(yaml, source, true);
    }

    /** Returns this in another place. */
    public GatewayConfig at(Listen place) {
        return new GatewayConfig(
                larder, place, profile, origins, routes, screening, settings, tls, accessLog, admin, access);
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builder of configurations. The defaults: the engine's, {@code 127.0.0.1:8000}, the safe profile, no origin, one route for the whole
     * site, the {@linkplain ScreeningRules#DEFAULT default} screening the {@linkplain GatewaySettings#DEFAULT default} settings, clear
     * text, no access log, no administration, the {@linkplain AccessSettings#DEFAULT default} settings of access. Not
     * thread-safe.
     */
    public static final class Builder {
        private LarderConfig larder = LarderConfig.builder().build();
        private Listen listen = new Listen("127.0.0.1", 8_000);
        private Profile profile = Profile.SAFE;
        private final Map<String, OriginSettings> origins = new LinkedHashMap<>();
        private final List<Route> routes = new ArrayList<>();
        private ScreeningRules screening = ScreeningRules.DEFAULT;
        private GatewaySettings.Builder settings = GatewaySettings.builder();
        private @Nullable Path certificate;
        private @Nullable Path key;
        private TlsSettings.Version oldestTls = TlsSettings.Version.TLS_1_2;
        private String logTo = "off";
        private AccessFormat logFormat = AccessFormat.COMBINED;
        private int logQueue = 10_000;
        private boolean logQuery;
        private @Nullable Listen admin;
        private @Nullable Path adminTokenFile;
        private @Nullable String adminTokenVariable;
        private AccessSettings access = AccessSettings.DEFAULT;
        private SessionPolicy.Builder sessions = SessionPolicy.builder();

        private Builder() {}

        /** Sets the engine's settings. */
        public Builder larder(LarderConfig config) {
            larder = config;
            return this;
        }

        /** Sets where to listen. */
        public Builder listen(Listen place) {
            listen = place;
            return this;
        }

        /** Sets the profile of routes that do not say it. */
        public Builder profile(Profile other) {
            profile = other;
            return this;
        }

        /** Adds an origin; with an empty name the usual one. */
        public Builder origin(String name, OriginSettings origin) {
            origins.put(name, origin);
            return this;
        }

        /** Adds a route. */
        public Builder route(Route route) {
            routes.add(route);
            return this;
        }

        /** Changes which requests are let through. */
        public Builder screening(UnaryOperator<ScreeningRules> change) {
            screening = change.apply(screening);
            return this;
        }

        /** Changes how long the gateway waits, and how much it takes. */
        public Builder settings(UnaryOperator<GatewaySettings.Builder> change) {
            settings = change.apply(settings);
            return this;
        }

        /** Sets the PEM file of the certificate that clients see; then they come by TLS. */
        public Builder certificate(Path file) {
            certificate = file;
            return this;
        }

        /** Sets the PEM file of the certificate's key. */
        public Builder key(Path file) {
            key = file;
            return this;
        }

        /** Sets the oldest version of TLS that is spoken; the default is 1.2. */
        public Builder oldestTls(TlsSettings.Version version) {
            oldestTls = version;
            return this;
        }

        /** Sets where a line about each request goes: a file, {@code stdout}, or {@code off}, the default. */
        public Builder logTo(String place) {
            logTo = place;
            return this;
        }

        /** Sets how the line looks; the default is {@link AccessFormat#COMBINED}. */
        public Builder logFormat(AccessFormat format) {
            logFormat = format;
            return this;
        }

        /** Sets how many lines may wait to be written; the default is 10,000. */
        public Builder logQueue(int lines) {
            logQueue = lines;
            return this;
        }

        /** Sets whether the line shows the query; the default is that it does not. */
        public Builder logQuery(boolean shown) {
            logQuery = shown;
            return this;
        }

        /** Sets where the gateway is administered; it is not, unless said. */
        public Builder admin(Listen place) {
            admin = place;
            return this;
        }

        /** Sets the file with the token of the administration. */
        public Builder adminTokenFile(Path file) {
            adminTokenFile = file;
            return this;
        }

        /** Sets the environment variable with the token of the administration, in place of a file; it is {@code LARDER_ADMIN_TOKEN}. */
        public Builder adminTokenVariable(String name) {
            adminTokenVariable = name;
            return this;
        }

        /** Changes who may ask, and how often, as far as routes say so; but for the policy of sessions. */
        public Builder access(UnaryOperator<AccessSettings> change) {
            access = change.apply(access);
            return this;
        }

        /** Changes the policy of sessions. */
        public Builder sessions(UnaryOperator<SessionPolicy.Builder> change) {
            sessions = change.apply(sessions);
            return this;
        }

        /** Returns the rates so far. */
        Map<String, Rate> rates() {
            return access.rates();
        }

        /** Returns which requests are let through, so far. */
        ScreeningRules screening() {
            return screening;
        }

        AccessSettings access() {
            return access.withSessions(access.cookie(), sessions.build());
        }

        @Nullable
        AdminSettings admin() {
            return AdminSettings.of(admin, adminTokenFile, adminTokenVariable);
        }

        @Nullable
        TlsSettings tls() {
            Path shown = certificate;
            Path secret = key;
            if ((shown == null) != (secret == null)) {
                throw new IllegalArgumentException("tls.certificate and tls.key belong together; say both, or neither");
            }
            return shown == null || secret == null ? null : new TlsSettings(shown, secret, oldestTls);
        }

        @Nullable
        AccessLogSettings accessLog() {
            Path file = logTo.equals("off") || logTo.equals("stdout") ? null : Path.of(logTo);
            AccessLogSettings made = new AccessLogSettings(file, logFormat, logQueue, logQuery);
            return logTo.equals("off") ? null : made;
        }

        /** Returns the settings so far. */
        GatewaySettings settings() {
            return settings.build();
        }

        int connections() {
            return settings.connections();
        }

        /** Returns the profile so far. */
        Profile profile() {
            return profile;
        }

        /**
         * Builds.
         *
         * @throws ConfigurationException if a route has an origin that is not there
         * @throws IllegalArgumentException if a setting cannot be
         */
        public GatewayConfig build() {
            return new GatewayConfig(
                    larder,
                    listen,
                    profile,
                    origins,
                    routes,
                    screening,
                    settings.build(),
                    tls(),
                    accessLog(),
                    admin(),
                    access());
        }
    }
}
