package dev.larder.gateway;

import dev.larder.http.AccessRules;
import dev.larder.http.Route;
import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.LifeRules;
import dev.larder.http.decision.Profile;
import dev.larder.http.decision.Tags;
import dev.larder.http.guard.BoundsRules;
import dev.larder.http.guard.Credentials;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.QueryRules.Disposition;
import dev.larder.http.guard.ResponseRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a file says of a route: changes to what its profile makes of it, in the order in which they build on each other. */
final class RouteDraft {

    /** What becomes of the fields that no rule names. */
    enum Others {
        STRIP,
        PASS
    }

    /** In which order parameters are in the key. */
    enum Order {
        AS_SENT,
        BY_NAME
    }

    private final List<BiConsumer<CacheSettings.Builder, Profile>> settings = new ArrayList<>();
    private final List<Function<ResponseRules, ResponseRules>> responses = new ArrayList<>();
    private final List<Function<LifeRules, LifeRules>> lives = new ArrayList<>();
    private final List<BiConsumer<FieldRules.Builder, Profile>> fields = new ArrayList<>();
    private @Nullable String prefix;
    private @Nullable String path;
    private String origin = "";
    private Profile profile;
    private boolean cached = true;
    private int maxContent = 1 << 20;
    private List<String> tags = List.of();
    private @Nullable Others otherFields;
    private @Nullable List<String> parameters;
    private @Nullable List<String> dropped;
    private @Nullable Disposition otherParameters;
    private Order order = Order.AS_SENT;
    private boolean overrides;
    private AccessRules.By by = AccessRules.By.NONE;
    private AccessRules.Protects protects = AccessRules.Protects.ALL;
    private List<String> roles = List.of();
    private List<String> scopes = List.of();
    private List<String> rates = List.of();
    private boolean sameForAll;
    private boolean passCredentials;
    private static final int TAGS_OF_ONE = 4;

    private Duration window = BoundsRules.DEFAULT.window();
    private final int[] bounds = {
        BoundsRules.DEFAULT.keys(),
        BoundsRules.DEFAULT.most(),
        BoundsRules.DEFAULT.variants(),
        BoundsRules.DEFAULT.tags(),
        BoundsRules.DEFAULT.tagsOfOne()
    };

    /** Begins with nothing said. */
    RouteDraft(Profile profile) {
        this.profile = profile;
    }

    void prefix(String text) {
        prefix = text;
    }

    void path(String text) {
        path = text;
    }

    void origin(String name) {
        origin = name;
    }

    boolean isExact() {
        return path != null;
    }

    String origin() {
        return origin;
    }

    void profile(Profile other) {
        profile = other;
    }

    void cached(boolean other) {
        cached = other;
    }

    void maxContent(int bytes) {
        maxContent = bytes;
    }

    void tags(List<String> texts) {
        tags = texts;
    }

    void access(AccessRules.By other) {
        by = other;
    }

    void protects(AccessRules.Protects other) {
        protects = other;
    }

    void roles(List<String> names) {
        roles = names;
    }

    void scopes(List<String> names) {
        scopes = names;
    }

    void rates(List<String> names) {
        rates = names;
    }

    void sameForAll(boolean other) {
        sameForAll = other;
    }

    void passCredentials(boolean other) {
        passCredentials = other;
    }

    void settings(BiConsumer<CacheSettings.Builder, Profile> change) {
        settings.add(change);
    }

    void lives(Function<LifeRules, LifeRules> change) {
        lives.add(change);
    }

    void overrides(boolean other) {
        overrides = other;
    }

    void window(Duration time) {
        window = time;
    }

    /** Sets one of the bounds, by its place among the components of {@link BoundsRules} after the window. */
    void bound(int place, int count) {
        bounds[place] = count;
    }

    void responses(Function<ResponseRules, ResponseRules> change) {
        responses.add(change);
    }

    void keyed(List<String> texts) {
        fields.add((rules, ignored) -> texts.forEach(text -> keyed(rules, text)));
    }

    void passed(List<String> names) {
        fields.add((rules, ignored) -> names.forEach(rules::pass));
    }

    void stripped(List<String> names) {
        fields.add((rules, ignored) -> names.forEach(rules::strip));
    }

    void cookies(Credentials meaning) {
        fields.add((rules, ignored) -> rules.cookies(meaning));
    }

    void authorization(Credentials meaning) {
        fields.add((rules, ignored) -> rules.authorization(meaning));
    }

    void otherFields(Others fate) {
        otherFields = fate;
    }

    void parameters(List<String> names) {
        parameters = names;
    }

    void dropped(List<String> names) {
        dropped = names;
    }

    void otherParameters(Disposition fate) {
        otherParameters = fate;
    }

    void order(Order other) {
        order = other;
    }

    /**
     * Makes the route.
     *
     * @param wrong takes the setting that is wrong, and why
     * @return null if anything is
     */
    @Nullable
    Route build(String name, BiConsumer<String, String> wrong) {
        String where = path == null ? prefix : path;
        if (where == null || (path != null && prefix != null)) {
            wrong.accept(
                    "path", "a route has either a prefix or a path, as prefix: /contracts or path: /contracts/{id}");
            return null;
        }
        Steps steps = new Steps(path == null ? Route.of(name, "/", profile) : Route.at(name, "/", profile), wrong);
        steps.then(
                path == null ? "prefix" : "path",
                route -> path == null ? Route.of(name, where, profile) : Route.at(name, where, profile));
        steps.then("origin", route -> route.withOrigin(origin));
        steps.then("ttl", route -> route.with(cacheSettings()));
        steps.then("key", route -> route.with(fieldRules()));
        steps.then("key", route -> route.with(queryRules()));
        steps.then("responses", route -> route.with(change(responses, route.responses())));
        steps.then(
                "bounds",
                route -> route.with(
                        new BoundsRules(window, bounds[0], bounds[1], bounds[2], bounds[3], bounds[TAGS_OF_ONE])));
        steps.then("max-content", route -> route.withMaxContent(maxContent));
        steps.then("tags", route -> route.withTags(tags));
        steps.then("access", route -> route.withAccess(accessRules()));
        steps.then("cached", route -> cached ? route : route.withoutCache());
        return steps.route();
    }

    private AccessRules accessRules() {
        return new AccessRules(
                by, protects, new HashSet<>(roles), new HashSet<>(scopes), rates, sameForAll, passCredentials);
    }

    private CacheSettings cacheSettings() {
        CacheSettings.Builder made = CacheSettings.builder(profile).encodingHandled(true);
        settings.forEach(change -> change.accept(made, profile));
        made.maxTags(Math.max(Tags.MOST, bounds[TAGS_OF_ONE]));
        LifeRules rules = change(lives, LifeRules.NONE);
        return made.lives(overrides ? rules.overriding() : rules).build();
    }

    private FieldRules fieldRules() {
        FieldRules.Builder made = FieldRules.builder().codings();
        boolean passes = otherFields == null ? profile == Profile.RFC : otherFields == Others.PASS;
        if (passes) {
            made.passEverything();
        }
        fields.forEach(change -> change.accept(made, profile));
        return made.build();
    }

    private static void keyed(FieldRules.Builder rules, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            rules.key(text);
        } else {
            String[] values = Arrays.stream(text.substring(colon + 1).split(","))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .toArray(String[]::new);
            rules.key(text.substring(0, colon).strip(), values);
        }
    }

    private QueryRules queryRules() {
        List<String> only = parameters;
        List<String> without = dropped;
        if (only != null && without != null) {
            throw new IllegalArgumentException(
                    "parameters names those that are in the key, dropped-parameters those that are not; say one of them");
        }
        if (only == null && otherParameters != null) {
            throw new IllegalArgumentException("other-parameters needs parameters, which says what the others are");
        }
        QueryRules rules = QueryRules.ALL;
        if (only != null) {
            Disposition others = otherParameters == null ? Disposition.DROP : otherParameters;
            rules = new QueryRules(new HashSet<>(only), Disposition.KEY, others, false);
        } else if (without != null) {
            rules = new QueryRules(new HashSet<>(without), Disposition.DROP, Disposition.KEY, false);
        }
        return order == Order.BY_NAME ? rules.inOrder() : rules;
    }

    private static <T> T change(List<Function<T, T>> changes, T from) {
        T made = from;
        for (Function<T, T> change : changes) {
            made = change.apply(made);
        }
        return made;
    }

    /** A route in the making; what is wrong with one setting leaves it as it was. */
    private static final class Steps {
        private final BiConsumer<String, String> wrong;
        private Route route;
        private boolean failed;

        Steps(Route first, BiConsumer<String, String> wrong) {
            this.route = first;
            this.wrong = wrong;
        }

        void then(String setting, Function<Route, Route> step) {
            try {
                route = step.apply(route);
            } catch (IllegalArgumentException e) {
                failed = true;
                wrong.accept(setting, String.valueOf(e.getMessage()));
            }
        }

        @Nullable
        Route route() {
            return failed ? null : route;
        }
    }
}
