package dev.larder.gateway;

import static dev.larder.config.Setting.Importance.ESSENTIAL;
import static dev.larder.config.Setting.Importance.FREQUENT;
import static dev.larder.config.Setting.Importance.RARE;

import dev.larder.config.Kind;
import dev.larder.config.Setting;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.Handling;
import dev.larder.http.guard.Limits;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.guard.TargetRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The table of a gateway's own settings. The file's reader, its suggestions and the page {@code docs/features/gateway.md} are made of it. */
final class GatewayTable {

    /** Key of the usual origin. */
    static final String ORIGIN = "origin";

    /** Key of the origins that routes name. */
    static final String ORIGINS = "origins";

    /** Key of the routes. */
    static final String ROUTES = "routes";

    /** Key of an origin's address beside its other settings. */
    static final String URL = "url";

    static final Kind<URI> ORIGIN_URL = new Kind<>(
            "URL",
            "http:// or https:// with host and port only, as http://localhost:8080",
            List.of(),
            OriginSettings::parse,
            URI::toString);

    private static final Kind<Listen> LISTEN =
            new Kind<>("address", "HOST:PORT, as 127.0.0.1:8000", List.of(), Listen::parse, Listen::toString);

    private static final HealthSettings HEALTH = HealthSettings.of("/");

    private static final Kind<TlsSettings.Version> TLS_VERSION = new Kind<>(
            "`1.2` or `1.3`",
            "1.2 or 1.3",
            List.of("1.2", "1.3"),
            text -> switch (text) {
                case "1.2" -> TlsSettings.Version.TLS_1_2;
                case "1.3" -> TlsSettings.Version.TLS_1_3;
                default -> null;
            },
            version -> version == TlsSettings.Version.TLS_1_2 ? "1.2" : "1.3");

    private static final Kind<List<String>> NAMES = Kind.list("X-Real-Ip, X-Forwarded-Proto");

    private static final List<Setting<GatewayConfig.Builder, GatewayConfig, ?>> OWN = List.of(
            new Setting<>(
                    "listen",
                    ESSENTIAL,
                    LISTEN,
                    GatewayConfig.Builder::listen,
                    GatewayConfig::listen,
                    "Where it listens; port 0 is one that is free."),
            new Setting<>(
                    "profile",
                    ESSENTIAL,
                    Kind.words(Profile.class),
                    GatewayConfig.Builder::profile,
                    GatewayConfig::profile,
                    "What routes do that do not say it: only what an origin has asked for, or all that RFC 9111 permits."),
            new Setting<>(
                    "tls.certificate",
                    ESSENTIAL,
                    Kind.FILE,
                    (builder, value) -> builder.certificate(Path.of(value)),
                    config -> config.tls() == null
                            ? null
                            : config.tls().certificate().toString(),
                    "PEM file with the certificate that clients see, and those that lead to a root. With it the gateway speaks"
                            + " TLS only. It may be replaced at any time."),
            new Setting<>(
                    "tls.key",
                    ESSENTIAL,
                    Kind.FILE,
                    (builder, value) -> builder.key(Path.of(value)),
                    config -> config.tls() == null ? null : config.tls().key().toString(),
                    "PEM file with the key of the certificate."),
            new Setting<>(
                    "tls.min-version",
                    RARE,
                    TLS_VERSION,
                    GatewayConfig.Builder::oldestTls,
                    config -> config.tls() == null
                            ? TlsSettings.Version.TLS_1_2
                            : config.tls().oldest(),
                    "The oldest version of TLS that is spoken."),
            new Setting<>(
                    "access-log.to",
                    ESSENTIAL,
                    new Kind<>(
                            "`off`, `stdout` or file",
                            "off, stdout, or the path of a file",
                            List.of("off", "stdout"),
                            text -> text,
                            Function.identity()),
                    GatewayConfig.Builder::logTo,
                    config -> config.accessLog() == null
                            ? "off"
                            : config.accessLog().file() == null
                                    ? "stdout"
                                    : config.accessLog().file().toString(),
                    "Where a line about each request goes."),
            new Setting<>(
                    "access-log.format",
                    FREQUENT,
                    Kind.words(AccessFormat.class),
                    GatewayConfig.Builder::logFormat,
                    config -> config.accessLog() == null
                            ? AccessFormat.COMBINED
                            : config.accessLog().format(),
                    "How the line looks. `combined` has, after the usual fields, what the cache said and the seconds until the"
                            + " first byte."),
            new Setting<>(
                    "access-log.query",
                    RARE,
                    Kind.SWITCH,
                    GatewayConfig.Builder::logQuery,
                    config -> config.accessLog() != null && config.accessLog().query(),
                    "Whether the line shows the query, which may hold secrets."),
            new Setting<>(
                    "access-log.queue",
                    RARE,
                    Kind.INT,
                    GatewayConfig.Builder::logQueue,
                    config -> config.accessLog() == null
                            ? 10_000
                            : config.accessLog().queue(),
                    "Most lines that wait to be written; more are dropped and counted."),
            new Setting<>(
                    "admin.listen",
                    FREQUENT,
                    LISTEN,
                    GatewayConfig.Builder::admin,
                    config -> config.admin() == null ? null : config.admin().listen(),
                    "Where it is administered, apart from the site: purges, health, status. Nowhere, unless said."),
            new Setting<>(
                    "admin.token-file",
                    FREQUENT,
                    Kind.FILE,
                    (builder, value) -> builder.adminTokenFile(Path.of(value)),
                    config -> config.admin() == null || config.admin().tokenFile() == null
                            ? null
                            : config.admin().tokenFile().toString(),
                    "The file with the token that the administration asks for; 16 characters at least."),
            new Setting<>(
                    "admin.token-env",
                    FREQUENT,
                    Kind.VARIABLE,
                    GatewayConfig.Builder::adminTokenVariable,
                    config -> config.admin() == null ? null : config.admin().tokenVariable(),
                    "The environment variable with the token, in place of a file; `LARDER_ADMIN_TOKEN` if neither is said."),
            new Setting<>(
                    "clear-text-http2",
                    RARE,
                    Kind.SWITCH,
                    (builder, value) -> builder.settings(settings -> settings.clearTextHttp2(value)),
                    config -> config.settings().clearTextHttp2(),
                    "Whether clients may speak HTTP/2 without TLS. Then `timeouts.head` and the limits of connections do not hold"
                            + " for connections in clear text before their first request is here as a whole."),
            time(
                    "connect",
                    FREQUENT,
                    GatewaySettings.Builder::connect,
                    GatewaySettings::connect,
                    "For a new connection to an origin."),
            time(
                    "connection",
                    FREQUENT,
                    GatewaySettings.Builder::turn,
                    GatewaySettings::turn,
                    "For a connection to an origin, new or free: so long a request waits if all are in use."),
            time(
                    "origin",
                    ESSENTIAL,
                    GatewaySettings.Builder::silence,
                    GatewaySettings::silence,
                    "For an origin to begin its response once it has the whole request, and for each next part."),
            time(
                    "client",
                    FREQUENT,
                    GatewaySettings.Builder::client,
                    GatewaySettings::client,
                    "For a client to send the next part of a request's content."),
            time(
                    "load",
                    FREQUENT,
                    GatewaySettings.Builder::load,
                    GatewaySettings::load,
                    "For a response that is to be stored, from the request to its last byte; at most 15s."),
            time(
                    "idle",
                    FREQUENT,
                    GatewaySettings.Builder::idle,
                    GatewaySettings::idle,
                    "For the next request on a client's connection to be there with its whole head."),
            time(
                    "head",
                    FREQUENT,
                    GatewaySettings.Builder::head,
                    GatewaySettings::head,
                    "For the whole head of the first request on a connection. Later ones have `idle`, also in all."),
            time(
                    "drain",
                    FREQUENT,
                    GatewaySettings.Builder::drain,
                    GatewaySettings::drain,
                    "For requests under way to end when the gateway is told to stop."),
            new Setting<>(
                    "limits.origin-connections",
                    FREQUENT,
                    Kind.INT,
                    (builder, value) -> builder.settings(settings -> settings.connections(value)),
                    config -> config.settings().connections(),
                    "Most connections to an origin that does not say it itself."),
            new Setting<>(
                    "limits.connections",
                    FREQUENT,
                    Kind.INT,
                    (builder, value) -> builder.settings(settings -> settings.clientConnections(value)),
                    config -> config.settings().clientConnections(),
                    "Most connections of clients; more are closed at once."),
            new Setting<>(
                    "limits.connections-per-address",
                    FREQUENT,
                    Kind.INT,
                    (builder, value) -> builder.settings(settings -> settings.connectionsPerAddress(value)),
                    config -> config.settings().connectionsPerAddress(),
                    "Most connections of clients from one address, or one IPv6 network of 64 bits."),
            limit(
                    "fields",
                    RARE,
                    Kind.INT,
                    (limits, value) -> new Limits(value, limits.field(), limits.head()),
                    Limits::fields,
                    "Most field lines of a request."),
            limit(
                    "field",
                    RARE,
                    Kind.INT_BYTES,
                    (limits, value) -> new Limits(limits.fields(), value, limits.head()),
                    Limits::field,
                    "Longest field line of a request."),
            limit(
                    "head",
                    RARE,
                    Kind.INT_BYTES,
                    (limits, value) -> new Limits(limits.fields(), limits.field(), value),
                    Limits::head,
                    "Largest head of a request; less than what the origins allow."),
            screening(
                    "limits.content",
                    FREQUENT,
                    Kind.BYTES,
                    ScreeningRules::withContent,
                    ScreeningRules::content,
                    "Most content of a request, as uploads have; more is refused (413), and cut if its length was not said."),
            target(
                    "limits.target",
                    Kind.INT_BYTES,
                    (target, value) -> target.withLimits(value, target.parameters()),
                    TargetRules::length,
                    "Longest target of a request."),
            target(
                    "limits.parameters",
                    Kind.INT,
                    (target, value) -> target.withLimits(target.length(), value),
                    TargetRules::parameters,
                    "Most parameters of a request."),
            requests(
                    "methods",
                    Kind.list("GET, HEAD, POST"),
                    (rules, value) -> rules.withMethods(new HashSet<>(value)),
                    rules -> sorted(rules.methods()),
                    "The methods that are let through; never TRACE and CONNECT."),
            requests(
                    "trusted-fields",
                    NAMES,
                    (rules, value) -> rules.withTrusted(new HashSet<>(value)),
                    rules -> sorted(rules.trusted()),
                    "Fields that stay though clients could forge them, because a proxy before the gateway sets them."),
            requests(
                    "discard-content",
                    Kind.SWITCH,
                    ScreeningRules::withDiscardContent,
                    ScreeningRules::discardContent,
                    "Whether content of GET and HEAD is thrown away, and not refused."),
            target(
                    "requests.merge-slashes",
                    Kind.SWITCH,
                    TargetRules::withMergeSlashes,
                    TargetRules::mergeSlashes,
                    "Whether several slashes in a path count as one."),
            target(
                    "requests.encoded-slashes",
                    Kind.words(Handling.class),
                    TargetRules::withSlashes,
                    TargetRules::slashes,
                    "What becomes of paths with encoded slashes."));

    /** The settings of a gateway, in the order of the page. */
    static final List<Setting<GatewayConfig.Builder, GatewayConfig, ?>> GATEWAY =
            Stream.concat(OWN.stream(), AccessTable.SETTINGS.stream()).toList();

    /** The settings of an origin besides its address. */
    static final List<Setting<OriginDraft, OriginSettings, ?>> OF_ORIGIN = List.of(
            new Setting<>(
                    URL,
                    ESSENTIAL,
                    ORIGIN_URL,
                    OriginDraft::url,
                    origin -> null,
                    "Scheme, host and port; the same as the setting itself, where nothing stands beside it."),
            new Setting<>(
                    "connections",
                    FREQUENT,
                    Kind.INT,
                    OriginDraft::connections,
                    origin -> null,
                    "Most connections to it; `limits.origin-connections` if it is left out."),
            origin(
                    "http2",
                    FREQUENT,
                    Kind.SWITCH,
                    OriginDraft::http2,
                    OriginSettings::http2,
                    "Whether HTTP/2 is spoken with it: by TLS if it agrees, in clear text without asking."),
            origin(
                    "tls-trust",
                    FREQUENT,
                    Kind.FILE,
                    OriginDraft::trust,
                    origin -> null,
                    "PEM file with the certificates of the authorities to trust, in place of the JVM's."),
            origin(
                    "tls-verify-hostname",
                    RARE,
                    Kind.SWITCH,
                    OriginDraft::verifyHostname,
                    OriginSettings::verifyHostname,
                    "Whether its certificate has to be for the host of its URL."),
            origin(
                    "health.path",
                    FREQUENT,
                    new Kind<>(
                            "path",
                            "a path such as /health",
                            List.of(),
                            text -> text.startsWith("/") ? text : null,
                            Function.identity()),
                    OriginDraft::path,
                    origin -> null,
                    "What checks ask for; a status below 400 is well. While checks fail, requests fail at once. Without it"
                            + " there are no checks."),
            origin(
                    "health.interval",
                    RARE,
                    Kind.DURATION,
                    OriginDraft::interval,
                    origin -> HEALTH.interval(),
                    "Time between two checks."),
            origin(
                    "health.timeout",
                    RARE,
                    Kind.DURATION,
                    OriginDraft::timeout,
                    origin -> HEALTH.timeout(),
                    "For the answer to a check."),
            origin(
                    "health.failures",
                    RARE,
                    Kind.INT,
                    OriginDraft::failures,
                    origin -> HEALTH.failures(),
                    "Checks in a row that have to fail."),
            origin(
                    "health.successes",
                    RARE,
                    Kind.INT,
                    OriginDraft::successes,
                    origin -> HEALTH.successes(),
                    "Checks in a row that have to be well again."));

    private GatewayTable() {}

    private static <T> Setting<OriginDraft, OriginSettings, T> origin(
            String name,
            Setting.Importance importance,
            Kind<T> kind,
            BiConsumer<OriginDraft, T> setter,
            Setting.Getter<OriginSettings, T> getter,
            String description) {
        return new Setting<>(name, importance, kind, setter, getter, description);
    }

    private static List<String> sorted(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }

    private static Setting<GatewayConfig.Builder, GatewayConfig, Duration> time(
            String name,
            Setting.Importance importance,
            BiFunction<GatewaySettings.Builder, Duration, GatewaySettings.Builder> setter,
            Function<GatewaySettings, Duration> getter,
            String description) {
        return new Setting<>(
                "timeouts." + name,
                importance,
                Kind.DURATION,
                (builder, value) -> builder.settings(settings -> setter.apply(settings, value)),
                config -> getter.apply(config.settings()),
                description);
    }

    private static <T> Setting<GatewayConfig.Builder, GatewayConfig, T> limit(
            String name,
            Setting.Importance importance,
            Kind<T> kind,
            BiFunction<Limits, T, Limits> setter,
            Function<Limits, T> getter,
            String description) {
        return screening(
                "limits." + name,
                importance,
                kind,
                (rules, value) -> rules.withLimits(setter.apply(rules.limits(), value)),
                rules -> getter.apply(rules.limits()),
                description);
    }

    private static <T> Setting<GatewayConfig.Builder, GatewayConfig, T> target(
            String name,
            Kind<T> kind,
            BiFunction<TargetRules, T, TargetRules> setter,
            Function<TargetRules, T> getter,
            String description) {
        return screening(
                name,
                RARE,
                kind,
                (rules, value) -> rules.withTarget(setter.apply(rules.target(), value)),
                rules -> getter.apply(rules.target()),
                description);
    }

    private static <T> Setting<GatewayConfig.Builder, GatewayConfig, T> requests(
            String name,
            Kind<T> kind,
            BiFunction<ScreeningRules, T, ScreeningRules> setter,
            Function<ScreeningRules, T> getter,
            String description) {
        return screening("requests." + name, RARE, kind, setter, getter, description);
    }

    private static <T> Setting<GatewayConfig.Builder, GatewayConfig, T> screening(
            String name,
            Setting.Importance importance,
            Kind<T> kind,
            BiFunction<ScreeningRules, T, ScreeningRules> setter,
            Function<ScreeningRules, T> getter,
            String description) {
        return new Setting<>(
                name,
                importance,
                kind,
                (builder, value) -> {
                    UnaryOperator<ScreeningRules> change = rules -> setter.apply(rules, value);
                    builder.screening(change);
                },
                config -> getter.apply(config.screening()),
                description);
    }
}
