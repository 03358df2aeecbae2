package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Coding;
import dev.larder.http.decision.ForwardReason;
import dev.larder.http.decision.Method;
import dev.larder.http.decision.Negotiation;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.Admitted;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.Content;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.Refused;
import dev.larder.http.guard.Ruling;
import dev.larder.http.guard.Screened;
import dev.larder.http.guard.Screening;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.guard.Target;
import dev.larder.http.guard.TargetReading;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which requests are read: which are let through, which route they belong to, and what their key is. What it makes of a request
 * depends on its head alone, so it is remembered for a while. Thread-safe.
 */
final class Rulebook {

    private static final Route ELSEWHERE =
            Route.of("elsewhere", "/", Profile.SAFE).withoutCache();

    private final ScreeningRules rules;
    private final Screening screening;
    private final List<Site> sites;
    private final Site elsewhere;
    private final Gate gate;
    private final Recent recent = new Recent();

    /**
     * Makes rules.
     *
     * @param origins by their names; that without a name is the usual one
     * @param gate who lets requests in
     * @param before routes whose bounds are the same there keep what they have seen
     * @param seeds random numbers
     * @throws IllegalArgumentException if two routes are in each other's way, or an origin is not known
     */
    Rulebook(
            ScreeningRules rules,
            List<Route> routes,
            Map<String, Origin> origins,
            Gate gate,
            List<Site> before,
            LongSupplier seeds) {
        this.rules = rules;
        this.gate = gate;
        this.screening = new Screening(rules);
        List<Route> known = new ArrayList<>();
        List<Site> made = new ArrayList<>();
        for (Route route : routes) {
            check(known, route);
            gate.check(route, rules);
            known.add(route);
            Origin origin = origins.get(route.origin());
            if (origin == null) {
                throw new IllegalArgumentException("route " + route.name() + " has the origin '" + route.origin()
                        + "', which is not known; add it to the origins");
            }
            made.add(Site.of(route, origin, bounds(before, route, seeds)));
        }
        made.sort(Comparator.comparing(Site::path, PathPattern.MOST_SPECIFIC_FIRST));
        this.sites = List.copyOf(made);
        Origin usual = origins.getOrDefault("", (request, content, interim) -> {
            throw new IllegalStateException("there is no usual origin");
        });
        this.elsewhere = Site.of(ELSEWHERE, usual, new Bounds(ELSEWHERE.bounds(), seeds.getAsLong()));
    }

    private static Bounds bounds(List<Site> before, Route route, LongSupplier seeds) {
        for (Site site : before) {
            if (site.route().name().equals(route.name())
                    && site.route().bounds().equals(route.bounds())) {
                return site.bounds();
            }
        }
        return new Bounds(route.bounds(), seeds.getAsLong());
    }

    /** Checks that a route is not in the way of others. */
    static void check(List<Route> routes, Route route) {
        for (Route other : routes) {
            if (other.name().equals(route.name())) {
                throw new IllegalArgumentException("there are two routes named " + route.name());
            }
            if (other.hasPathsOf(route)) {
                throw new IllegalArgumentException("the routes " + other.name() + " and " + route.name()
                        + " have the same paths; each needs some of its own");
            }
        }
    }

    /** Returns who lets requests in. */
    Gate gate() {
        return gate;
    }

    /** Returns the routes at work, the most specific first. */
    List<Site> sites() {
        return sites;
    }

    /** Returns the longest content that any of them stores. */
    int maxContent() {
        return sites.stream().mapToInt(site -> site.route().maxContent()).max().orElse(1);
    }

    /** Says what is to be done with a request. */
    Plan plan(Arrival arrival) {
        Plan known = recent.find(arrival);
        if (known != null) {
            return known;
        }
        Plan plan = make(arrival);
        if (plan instanceof Plan.Look) {
            recent.add(arrival, plan);
        }
        return plan;
    }

    private Plan make(Arrival arrival) {
        Screened screened = screening.screen(arrival);
        if (screened instanceof Refused refused) {
            return new Plan.Refuse(answer(refused, arrival));
        }
        Admitted admitted = (Admitted) screened;
        Site site = site(admitted.target().path());
        return gate.guards(site.route(), admitted.request())
                ? new Plan.Enter(site, admitted)
                : proceed(site, admitted, gate.outside(site.route(), admitted.request()), Fields.NONE, "");
    }

    /** Returns the answer to a request that goes no further. */
    OwnAnswer answer(Refused refused, Arrival arrival) {
        return OwnAnswer.to(refused, rules.methods(), arrival.version());
    }

    /** Has a request enter where its route says so; any other goes on as nobody's. */
    CompletionStage<Gate.Entry> enter(Admitted admitted, String address) {
        Route route = site(admitted.target().path()).route();
        RequestHead request = admitted.request();
        return gate.guards(route, request)
                ? gate.enter(route, request, address)
                : CompletableFuture.completedFuture(
                        new Gate.Entry.Let(gate.outside(route, request), Fields.NONE, "", false, Fields.NONE));
    }

    /** Says what is to be done with a request that has entered. */
    Plan proceed(Plan.Enter enter, Gate.Entry.Let let) {
        return proceed(enter.site(), enter.admitted(), let.request(), let.identity(), let.key());
    }

    private Plan proceed(Site site, Admitted admitted, RequestHead request, Fields identity, String key) {
        Method method = Method.of(request.method());
        boolean answerable = method == Method.GET
                || method == Method.HEAD
                || (method == Method.QUERY
                        && isKeyed(admitted.content(), site.route().settings()));
        if (!site.route().cached() || !answerable) {
            ForwardReason reason = site.route().cached() ? ForwardReason.METHOD : ForwardReason.BYPASS;
            return new Plan.Pass(site, with(request, identity), admitted.content(), reason);
        }
        Ruling ruling = site.route().fields().apply(request);
        QueryRules.Selected selected = site.route().query().select(admitted.target());
        if (ruling instanceof Ruling.Cached cached && selected instanceof QueryRules.Selected.Cached in) {
            Ruling.Cached ruled = key.isEmpty() ? cached : identified(cached, identity);
            Asked asked = asked(site, ruled, in.target(), key, coding(site, request));
            return method == Method.QUERY
                    ? new Plan.Read(asked, admitted.content())
                    : new Plan.Look(asked, admitted.content());
        }
        RequestHead passed =
                selected instanceof QueryRules.Selected.Uncached out ? targeted(request, out.target()) : request;
        return new Plan.Pass(site, with(passed, identity), admitted.content(), ForwardReason.BYPASS);
    }

    /** What the origin hears of who asks is in the key. */
    private static Ruling.Cached identified(Ruling.Cached cached, Fields identity) {
        return new Ruling.Cached(
                with(cached.request(), identity),
                with(cached.origin(), identity),
                cached.key(),
                cached.plain(),
                cached.removed());
    }

    private static RequestHead with(RequestHead request, Fields others) {
        Fields.Builder fields = request.fields().toBuilder();
        others.forEach(line -> fields.set(line.name(), line.value()));
        return request.with(fields.build());
    }

    /** Returns whether the content of a QUERY may be part of a key, as far as its length is known. */
    private static boolean isKeyed(Content content, CacheSettings settings) {
        return settings.queryBytes() > 0
                && !(content instanceof Content.Sized sized && sized.length() > settings.queryBytes());
    }

    /** Returns in which coding a client gets what is stored; null if that is not the cache's business. */
    private static @Nullable Coding coding(Site site, RequestHead request) {
        boolean handled = site.route().settings().encodingHandled()
                && !site.route().fields().asksForCodings();
        return handled ? Negotiation.choose(request.fields(), site.route().settings()) : null;
    }

    private Asked asked(Site site, Ruling.Cached cached, Target target, String key, @Nullable Coding coding) {
        Ruling.Cached ruling = new Ruling.Cached(
                targeted(cached.request(), target),
                targeted(cached.origin(), target),
                cached.key(),
                cached.plain(),
                cached.removed());
        FieldRules fields = site.route().fields();
        Map<String, String> keyed = new HashMap<>(cached.key());
        if (site.route().settings().encodingHandled() && !fields.asksForCodings()) {
            keyed.remove("accept-encoding");
        }
        fields.keyNames().forEach(name -> keyed.putIfAbsent(name, Site.ABSENT));
        if (!key.isEmpty()) {
            keyed.put(":who", key);
        }
        String primary = Keys.primary(site.route(), site.rules(), ruling.request(), target);
        return new Asked(site, ruling, target, primary, keyed, coding);
    }

    private static RequestHead targeted(RequestHead request, Target target) {
        return new RequestHead(
                request.method(), request.scheme(), request.authority(), target.text(), request.fields());
    }

    /** Returns the routes. */
    List<Route> routes() {
        return sites.stream().map(Site::route).toList();
    }

    /** Reads a request as any that comes from outside. */
    Screened screen(Arrival arrival) {
        return screening.screen(arrival);
    }

    private Site site(String path) {
        for (Site site : sites) {
            if (site.path().covers(path)) {
                return site;
            }
        }
        return elsewhere;
    }

    /** Returns where what is stored of a target lies, as it came from outside; null if nothing can be stored for it. */
    @Nullable
    Place place(String scheme, String authority, String target) {
        TargetReading reading = Target.read(target, rules.target());
        if (!(reading instanceof Target read)) {
            return null;
        }
        Site site = site(read.path());
        RequestHead request = new RequestHead("GET", scheme, authority, read.text(), Fields.NONE);
        return site.route().query().select(read) instanceof QueryRules.Selected.Cached in
                ? new Place(Keys.primary(site.route(), site.rules(), request, in.target()), in.target())
                : null;
    }
}
