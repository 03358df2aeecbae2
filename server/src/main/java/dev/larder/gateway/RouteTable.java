package dev.larder.gateway;

import static dev.larder.config.Setting.Importance.ESSENTIAL;
import static dev.larder.config.Setting.Importance.FREQUENT;
import static dev.larder.config.Setting.Importance.RARE;

import dev.larder.config.Kind;
import dev.larder.config.Setting;
import dev.larder.config.Setting.Importance;
import dev.larder.http.AccessRules;
import dev.larder.http.Route;
import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.LifeRules;
import dev.larder.http.decision.Profile;
import dev.larder.http.decision.Tags;
import dev.larder.http.guard.Credentials;
import dev.larder.http.guard.QueryRules.Disposition;
import dev.larder.http.guard.ResponseRules;
import dev.larder.http.guard.ResponseRules.SetCookie;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The table of a route's settings, in the order of the page. */
final class RouteTable {

    private static final Kind<List<String>> TAGS = Kind.list("contract:{id}, tenant:{header.X-Tenant}");

    private static final Kind<List<String>> FIELDS = Kind.list("X-Tenant, 'Accept-Language: de, en'");

    private static final Kind<List<String>> PARAMETERS = Kind.list("page, sort, utm_*");

    static final List<Setting<RouteDraft, Route, ?>> ROUTE = List.of(
            of(
                    "prefix",
                    ESSENTIAL,
                    path("/contracts"),
                    RouteDraft::prefix,
                    route -> null,
                    "Of the paths that belong to it, in whole segments; `{id}` stands for any one segment."),
            of(
                    "path",
                    ESSENTIAL,
                    path("/contracts/{id}"),
                    RouteDraft::path,
                    route -> null,
                    "The one path that belongs to it, in place of `prefix`; nothing below it does."),
            of(
                    "origin",
                    FREQUENT,
                    new Kind<>("name", "the name of one of the origins", List.of(), text -> text, Function.identity()),
                    RouteDraft::origin,
                    route -> null,
                    "Which of `origins` it belongs to; left out for the usual one."),
            of(
                    "profile",
                    FREQUENT,
                    Kind.words(Profile.class),
                    RouteDraft::profile,
                    route -> route.settings().profile(),
                    "Only what an origin has asked for, or all that RFC 9111 permits."),
            of(
                    "cached",
                    ESSENTIAL,
                    Kind.SWITCH,
                    RouteDraft::cached,
                    Route::cached,
                    "Whether anything is cached; off lets everything through."),
            life(
                    "ttl",
                    ESSENTIAL,
                    Kind.RANGE,
                    (rules, value) -> rules.withTtl(value.min(), value.max()),
                    rules -> null,
                    "How long a response is fresh that does not say so. In a range it doubles each time the origin says that"
                            + " nothing has changed, and begins anew with a change."),
            of(
                    "ttl-overrides",
                    FREQUENT,
                    Kind.SWITCH,
                    RouteDraft::overrides,
                    route -> route.settings().lives().overrides(),
                    "Whether `ttl` and `negative-ttl` stand above what a response says of its freshness. `no-store`, `private`"
                            + " and `no-cache` hold all the same."),
            life(
                    "negative-ttl",
                    FREQUENT,
                    Kind.DURATION,
                    LifeRules::withNegativeTtl,
                    LifeRules::negativeTtl,
                    "How long 404 and 410 are fresh that do not say so; 0s for not at all."),
            life(
                    "stale-while-revalidate",
                    FREQUENT,
                    Kind.DURATION,
                    (rules, value) -> rules.withStale(value, rules.staleIfError()),
                    LifeRules::staleWhileRevalidate,
                    "How long after it is stale a response that does not say so is served while it is validated."),
            life(
                    "stale-if-error",
                    FREQUENT,
                    Kind.DURATION,
                    (rules, value) -> rules.withStale(rules.staleWhileRevalidate(), value),
                    LifeRules::staleIfError,
                    "How long after it is stale a response that does not say so is served if the origin fails."),
            setting(
                    "stale-when-disconnected",
                    RARE,
                    CacheSettings.Builder::staleWhenDisconnected,
                    CacheSettings::staleWhenDisconnected,
                    "How long after it is stale a response is served while the origin cannot be reached."),
            setting(
                    "kept-for-validation",
                    RARE,
                    CacheSettings.Builder::keptForValidation,
                    CacheSettings::keptForValidation,
                    "How long after it is stale a response with a validator is kept, to be validated."),
            of(
                    "access",
                    ESSENTIAL,
                    Kind.words(AccessRules.By.class),
                    RouteDraft::access,
                    route -> route.access().by(),
                    "How clients show who they are; see [access](access.md)."),
            of(
                    "protects",
                    FREQUENT,
                    Kind.words(AccessRules.Protects.class),
                    RouteDraft::protects,
                    route -> route.access().protects(),
                    "Which requests need that: all, or those that may change something."),
            of(
                    "roles",
                    FREQUENT,
                    Kind.list("planner, admin"),
                    RouteDraft::roles,
                    route -> sorted(route.access().roles()),
                    "Roles of which a user needs one; left out for any user."),
            of(
                    "scopes",
                    FREQUENT,
                    Kind.list("contracts:read"),
                    RouteDraft::scopes,
                    route -> sorted(route.access().scopes()),
                    "Scopes all of which a token needs."),
            of(
                    "rates",
                    ESSENTIAL,
                    Kind.list("per-address, per-user"),
                    RouteDraft::rates,
                    route -> route.access().rates(),
                    "Which of `rates` its requests count against."),
            of(
                    "same-for-all",
                    FREQUENT,
                    Kind.SWITCH,
                    RouteDraft::sameForAll,
                    route -> route.access().sameForAll(),
                    "Whether its responses are the same for all who may see them, and are shared; else each user has his own."),
            of(
                    "pass-credentials",
                    FREQUENT,
                    Kind.SWITCH,
                    RouteDraft::passCredentials,
                    route -> route.access().passCredentials(),
                    "Whether the cookie of the session, or the token, reaches the origin."),
            of(
                    "tags",
                    ESSENTIAL,
                    TAGS,
                    RouteDraft::tags,
                    Route::tags,
                    "What its responses are tagged with, beside what they name themselves; `{id}` is a segment of the path,"
                            + " `{header.X-Tenant}` a field of the key."),
            of(
                    "tag-fields",
                    RARE,
                    Kind.list("Surrogate-Key, Cache-Tag"),
                    (draft, value) -> draft.settings((settings, profile) -> settings.tags(value, Tags.MOST, 256)),
                    route -> route.settings().tagFields(),
                    "Fields of responses that name tags."),
            of(
                    "max-content",
                    FREQUENT,
                    Kind.INT_BYTES,
                    RouteDraft::maxContent,
                    Route::maxContent,
                    "Longest content that is stored; longer streams through."),
            of(
                    "key.fields",
                    ESSENTIAL,
                    FIELDS,
                    RouteDraft::keyed,
                    route -> List.of(),
                    "Fields of requests that are in the key, and sent. After a colon the values that count, in lower case;"
                            + " with any other the field counts as missing."),
            of(
                    "key.pass",
                    FREQUENT,
                    FIELDS,
                    RouteDraft::passed,
                    route -> List.of(),
                    "Fields that are sent and not in the key: trusted not to change the response."),
            of(
                    "key.strip",
                    RARE,
                    FIELDS,
                    RouteDraft::stripped,
                    route -> List.of(),
                    "Fields that are taken away where `other-fields` would pass them."),
            of(
                    "key.other-fields",
                    RARE,
                    Kind.words(RouteDraft.Others.class),
                    RouteDraft::otherFields,
                    route -> RouteDraft.Others.STRIP,
                    "What becomes of the fields that are not named; `pass` leaves `Vary` as the only protection, and is the"
                            + " default of the profile `rfc`."),
            of(
                    "key.cookies",
                    FREQUENT,
                    Kind.words(Credentials.class),
                    RouteDraft::cookies,
                    route -> Credentials.BYPASS,
                    "What `Cookie` means: it is in the key; it is sent as RFC 9111 has it; it is taken away; or its request"
                            + " has nothing to do with the cache."),
            of(
                    "key.authorization",
                    FREQUENT,
                    Kind.words(Credentials.class),
                    RouteDraft::authorization,
                    route -> Credentials.RFC,
                    "What `Authorization` means."),
            of(
                    "key.parameters",
                    ESSENTIAL,
                    PARAMETERS,
                    RouteDraft::parameters,
                    route -> null,
                    "The only parameters that are in the key; all of them if it is left out. `*` at the end stands for"
                            + " whatever follows."),
            of(
                    "key.other-parameters",
                    FREQUENT,
                    Kind.words(Disposition.class),
                    RouteDraft::otherParameters,
                    route -> Disposition.DROP,
                    "What becomes of those that `parameters` does not name; with `pass` their request goes past the cache."),
            of(
                    "key.dropped-parameters",
                    FREQUENT,
                    PARAMETERS,
                    RouteDraft::dropped,
                    route -> null,
                    "Parameters that are dropped; all others are in the key. In place of `parameters`."),
            of(
                    "key.parameter-order",
                    RARE,
                    Kind.words(RouteDraft.Order.class),
                    RouteDraft::order,
                    route -> RouteDraft.Order.AS_SENT,
                    "Whether the order of parameters counts."),
            response(
                    "cookies",
                    Kind.words(SetCookie.class),
                    ResponseRules::withCookies,
                    ResponseRules::cookies,
                    "What `Set-Cookie` means: the response is not shared, it is taken away for everybody, or it is stored."),
            response(
                    "dynamic-under-static-path",
                    Kind.SWITCH,
                    ResponseRules::withDynamicUnderStaticPath,
                    ResponseRules::dynamicUnderStaticPath,
                    "Whether HTML or JSON under a path that looks like a file may be shared; off stops deception."),
            of(
                    "bounds.window",
                    RARE,
                    Kind.DURATION,
                    RouteDraft::window,
                    route -> route.bounds().window(),
                    "The time that the bounds are about."),
            bound(
                    "keys",
                    0,
                    route -> route.bounds().keys(),
                    "New entries after which a URL is stored at its second sight."),
            bound("most", 1, route -> route.bounds().most(), "New entries that are stored at all."),
            bound("variants", 2, route -> route.bounds().variants(), "New variants of a URL."),
            bound("tags", 3, route -> route.bounds().tags(), "New tags."),
            bound(
                    "tags-of-one",
                    4,
                    route -> route.bounds().tagsOfOne(),
                    "Tags of one response, those of its route among them. With more it is not stored."));

    private RouteTable() {}

    private static List<String> sorted(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }

    private static Kind<String> path(String example) {
        return new Kind<>(
                "path",
                "a path such as " + example,
                List.of(),
                text -> text.startsWith("/") ? text : null,
                Function.identity());
    }

    private static <T> Setting<RouteDraft, Route, T> of(
            String name,
            Importance importance,
            Kind<T> kind,
            BiConsumer<RouteDraft, T> setter,
            Setting.Getter<Route, T> getter,
            String description) {
        return new Setting<>(name, importance, kind, setter, getter, description);
    }

    private static <T> Setting<RouteDraft, Route, T> life(
            String name,
            Importance importance,
            Kind<T> kind,
            BiFunction<LifeRules, T, LifeRules> setter,
            Setting.Getter<LifeRules, T> getter,
            String description) {
        return of(
                name,
                importance,
                kind,
                (draft, value) -> draft.lives(rules -> setter.apply(rules, value)),
                route -> getter.get(route.settings().lives()),
                description);
    }

    private static Setting<RouteDraft, Route, Duration> setting(
            String name,
            Importance importance,
            BiConsumer<CacheSettings.Builder, Duration> setter,
            Function<CacheSettings, Duration> getter,
            String description) {
        return of(
                name,
                importance,
                Kind.DURATION,
                (draft, value) -> draft.settings((settings, profile) -> setter.accept(settings, value)),
                route -> getter.apply(route.settings()),
                description);
    }

    private static <T> Setting<RouteDraft, Route, T> response(
            String name,
            Kind<T> kind,
            BiFunction<ResponseRules, T, ResponseRules> setter,
            Function<ResponseRules, T> getter,
            String description) {
        return of(
                "responses." + name,
                FREQUENT,
                kind,
                (draft, value) -> draft.responses(rules -> setter.apply(rules, value)),
                route -> getter.apply(route.responses()),
                description);
    }

    private static Setting<RouteDraft, Route, Integer> bound(
            String name, int place, ToIntFunction<Route> getter, String description) {
        return of(
                "bounds." + name,
                RARE,
                Kind.INT,
                (draft, value) -> draft.bound(place, value),
                getter::applyAsInt,
                description);
    }
}
