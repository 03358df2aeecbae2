package dev.larder.gateway;

import static dev.larder.config.Setting.Importance.ESSENTIAL;
import static dev.larder.config.Setting.Importance.FREQUENT;
import static dev.larder.config.Setting.Importance.RARE;

import dev.larder.config.Kind;
import dev.larder.config.Setting;
import dev.larder.config.Setting.Importance;
import dev.larder.http.access.Rate;
import dev.larder.http.access.SessionCookie;
import dev.larder.session.SessionPolicy;
import dev.larder.session.limit.OnOutage;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of what says who may ask, and how often; the page is {@code docs/features/access.md}. */
final class AccessTable {

    /** Key of the rates. */
    static final String RATES = "rates";

    private static final Pattern AMOUNT = Pattern.compile("([0-9_]{1,20}) ?/ ?(\\S+)");

    private static final Kind<RateDraft.Amount> AMOUNTS = new Kind<>(
            "count and duration",
            "so many in a time, as 100/1s or 1000/1h",
            List.of(),
            AccessTable::amount,
            amount -> amount.permits() + "/" + Kind.DURATION.writer().apply(amount.per()));

    private static final Kind<OnOutage> OUTAGE = new Kind<>(
            "`open`, `closed`, or `local` with a share",
            "open, closed, local, or local with a share of the limit such as local 0.25",
            List.of("open", "closed", "local"),
            AccessTable::outage,
            outage -> outage instanceof OnOutage.Local local
                    ? local.part() == 1 ? "local" : "local " + local.part()
                    : outage instanceof OnOutage.Open ? "open" : "closed");

    /** The settings of a gateway, in the order of the page. */
    static final List<Setting<GatewayConfig.Builder, GatewayConfig, ?>> SETTINGS = List.of(
            of(
                    "sessions.cookie",
                    FREQUENT,
                    Kind.NAME,
                    (access, value) -> access.withSessions(
                            new SessionCookie(value, access.cookie().sameSite()), access.sessions()),
                    access -> access.cookie().name(),
                    "The cookie with the ID of a session; its name begins with `__Host-`."),
            of(
                    "sessions.same-site",
                    FREQUENT,
                    Kind.words(SessionCookie.SameSite.class),
                    (access, value) -> access.withSessions(
                            new SessionCookie(access.cookie().name(), value), access.sessions()),
                    access -> access.cookie().sameSite(),
                    "Whether requests that pages of other sites make carry the cookie, in `Set-Cookie` of the gateway."),
            policy(
                    "idle",
                    Kind.DURATION,
                    SessionPolicy.Builder::idle,
                    SessionPolicy::idle,
                    "How long a session lasts that is not used; as who makes the sessions has it."),
            policy(
                    "absolute",
                    Kind.DURATION,
                    SessionPolicy.Builder::absolute,
                    SessionPolicy::absolute,
                    "How long a session lasts in any case; as who makes the sessions has it."),
            policy(
                    "rotation-grace",
                    Kind.DURATION,
                    SessionPolicy.Builder::rotationGrace,
                    SessionPolicy::rotationGrace,
                    "How long the ID from before a rotation still finds its session."),
            policy(
                    "touch-every",
                    Kind.DURATION,
                    SessionPolicy.Builder::touchEvery,
                    SessionPolicy::touchEvery,
                    "How long a read may leave the last use of a session as it is."),
            policy(
                    "near-entries",
                    Kind.INT,
                    SessionPolicy.Builder::nearEntries,
                    SessionPolicy::nearEntries,
                    "Most sessions that this process knows without asking; 0 for none. Needs `sessions.touch-every`."),
            of(
                    "tokens.near-entries",
                    RARE,
                    Kind.INT,
                    AccessSettings::withTokensNear,
                    AccessSettings::tokensNear,
                    "Most access tokens that this process knows without asking; 0 for none."),
            of(
                    "requests.trusted-proxies",
                    FREQUENT,
                    Kind.list("10.0.0.0/8, 2001:db8::1"),
                    (access, value) -> access.withProxies(new TrustedProxies(value)),
                    access -> access.proxies().networks(),
                    "Proxies before the gateway whose `X-Forwarded-For` says which address a rate counts."));

    /** The settings of a rate. */
    static final List<Setting<RateDraft, Rate, ?>> OF_RATE = List.of(
            rate("rate", ESSENTIAL, AMOUNTS, RateDraft::rate, "So many in a time, which come back steadily."),
            rate(
                    "burst",
                    ESSENTIAL,
                    Kind.COUNT,
                    RateDraft::burst,
                    "So many at once after a rest; the number of `rate`, unless said."),
            rate(
                    "window",
                    FREQUENT,
                    AMOUNTS,
                    RateDraft::window,
                    "So many in any such time, in place of `rate` and `burst`."),
            rate(
                    "by",
                    ESSENTIAL,
                    Kind.list("address, user, route, header.X-Tenant"),
                    RateDraft::by,
                    "What is counted together."),
            new Setting<>(
                    "on-outage",
                    FREQUENT,
                    OUTAGE,
                    RateDraft::onOutage,
                    rate -> rate.limit().onOutage(),
                    "While Redis is away: everything is let through, nothing (503), or what this process may allow alone."),
            new Setting<>(
                    "local-share",
                    RARE,
                    Kind.COUNT,
                    RateDraft::localShare,
                    rate -> rate.limit().localShare(),
                    "How many this process may take at once of a hot key, so that not each request asks Redis; a tenth of what"
                            + " can be taken at once is the most."));

    private AccessTable() {}

    private static RateDraft.@Nullable Amount amount(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Long permits = Kind.COUNT.reader().read(matcher.group(1));
        Duration per = Kind.DURATION.reader().read(matcher.group(2));
        return permits == null || per == null ? null : new RateDraft.Amount(permits, per);
    }

    private static @Nullable OnOutage outage(String text) {
        return switch (text) {
            case "open" -> new OnOutage.Open();
            case "closed" -> new OnOutage.Closed();
            case "local" -> new OnOutage.Local(1);
            default -> {
                String part = text.startsWith("local ")
                        ? text.substring("local ".length()).strip()
                        : "";
                yield part.matches("0\\.[0-9]{1,4}|1") && Double.parseDouble(part) > 0
                        ? new OnOutage.Local(Double.parseDouble(part))
                        : null;
            }
        };
    }

    private static <T> Setting<GatewayConfig.Builder, GatewayConfig, T> of(
            String name,
            Importance importance,
            Kind<T> kind,
            BiFunction<AccessSettings, T, AccessSettings> setter,
            Function<AccessSettings, T> getter,
            String description) {
        return new Setting<>(
                name,
                importance,
                kind,
                (builder, value) -> builder.access(access -> setter.apply(access, value)),
                config -> getter.apply(config.access()),
                description);
    }

    private static <T> Setting<GatewayConfig.Builder, GatewayConfig, T> policy(
            String name,
            Kind<T> kind,
            BiFunction<SessionPolicy.Builder, T, SessionPolicy.Builder> setter,
            Function<SessionPolicy, T> getter,
            String description) {
        return new Setting<>(
                "sessions." + name,
                RARE,
                kind,
                (builder, value) -> builder.sessions(policy -> setter.apply(policy, value)),
                config -> getter.apply(config.access().sessions()),
                description);
    }

    private static <T> Setting<RateDraft, Rate, T> rate(
            String name, Importance importance, Kind<T> kind, BiConsumer<RateDraft, T> setter, String description) {
        return new Setting<>(name, importance, kind, setter, rate -> null, description);
    }
}
