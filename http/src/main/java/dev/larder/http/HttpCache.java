package dev.larder.http;

import dev.larder.AsyncCache;
import dev.larder.CacheSpec;
import dev.larder.CacheStats;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.Loaded;
import dev.larder.Loader;
import dev.larder.http.decision.Invalidation;
import dev.larder.http.guard.Admitted;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.Refused;
import dev.larder.http.guard.Screened;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A shared cache for HTTP responses (RFC 9111) on a {@link Larder}: between a server, which brings {@link Call}s, and an {@link Origin}.
 *
 * <p>Thread-safe, and never blocks. A hit in this process costs no round trip, a hit in Redis one or, where responses vary, two; a miss a
 * lease and a fill besides. Of all requests for one key that are not answered from the store, in all processes, one goes to the origin.
 *
 * <p>Stores under the cache {@code http} of the larder: responses, ways to variants, and notes that a URL is not worth waiting for. Ends
 * with its larder.
 */
public final class HttpCache {

    private static final Logger LOG = System.getLogger(HttpCache.class.getName());

    /** So long a response may be kept at most after it has become stale; what may be done with it then, the response says. */
    private static final Duration GRACE = Duration.ofDays(30);

    /**
     * So long a load may hold its lease. Longer than it may wait for a place, and for the origin: so nobody begins anew beside it; but not
     * by much: if its process dies, others wait for it to run out.
     */
    private static final Duration LEASE = Duration.ofSeconds(22);

    /** So long the origin may take until a response is here as a whole, if it is to be stored; the most that can be set. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** So long a load waits for a place. */
    static final Duration QUEUE = Duration.ofSeconds(5);

    /** Beyond the connections to an origin, so that one that is slow takes no place from the routes of others. */
    private static final int MOST_LOADS = 512;

    /** Content of this length can be stored by any route without a new start. */
    private static final int CONTENT_ROOM = 16 << 20;

    private static final long CODED_BYTES = 32L << 20;

    /** What a stored response takes besides its content, at most: 64 KiB of fields, and 512 tags of 512 characters. */
    private static final int HEAD_ROOM = 1 << 19;

    private final AsyncCache<String, Kept> store;
    private final Larder larder;
    private final int mostContent;
    private final InstantSource clock;
    private volatile Duration patience;
    private final Purging purging;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> revalidating = ConcurrentHashMap.newKeySet();
    private final Searches searches = new Searches();
    private final Codes codes;

    private volatile Rulebook rulebook;

    private HttpCache(Builder builder) {
        this.larder = builder.larder;
        this.clock = builder.clock;
        this.patience = builder.patience;
        this.codes = new Codes(builder.codedBytes, Codes.threads());
        this.rulebook =
                new Rulebook(builder.rules, builder.routes, builder.origins, builder.gate, List.of(), random::nextLong);
        this.mostContent = Math.max(CONTENT_ROOM, rulebook.maxContent());
        this.store = larder.cache(builder.name, String.class, Kept.class, spec -> settle(spec, mostContent))
                .async();
        this.purging = new Purging(larder, store, new Shelves());
    }

    private static void settle(CacheSpec<String, Kept> spec, int maxContent) {
        spec.showingFallbacks()
                .values(new KeptForm())
                .tags((key, kept) -> tags(kept))
                .life((key, kept) -> life(kept))
                .policy(policy -> policy.jitter(0)
                        .earlyRefresh(0)
                        .lease(LEASE)
                        .maxConcurrentLoads(MOST_LOADS)
                        .loadQueueTimeout(QUEUE)
                        .negativeTtl(Duration.ZERO)
                        .grace(GRACE)
                        .staleWhileRevalidate(GRACE)
                        .staleIfError(GRACE)
                        .maxEntryBytes(Math.addExact(maxContent, HEAD_ROOM)));
    }

    private static Set<String> tags(Kept kept) {
        if (kept instanceof Kept.Response response) {
            return response.tags();
        }
        if (kept instanceof Kept.Apart apart) {
            return apart.response() == null ? Set.of() : apart.response().tags();
        }
        if (kept instanceof Kept.Search search) {
            return search.tags();
        }
        return kept instanceof Kept.Variants variants ? variants.tags() : Set.of();
    }

    private static CacheSpec.Life life(Kept kept) {
        if (kept instanceof Kept.Response response) {
            Duration age = response.stored().initialAge();
            Duration ttl = response.stored().life().ttl(age);
            boolean fresh = !response.stored().life().validateAlways() && !ttl.isNegative();
            Duration kept0 = response.stored().life().remaining(age);
            Duration used = shorter(fresh ? ttl : Duration.ZERO, GRACE);
            return new CacheSpec.Life(used, shorter(positive(kept0.minus(used)), GRACE));
        }
        return new CacheSpec.Life(plain(kept), Duration.ZERO);
    }

    private static Duration plain(Kept kept) {
        if (kept instanceof Kept.Search) {
            return Kept.Search.LIFE;
        }
        return kept instanceof Kept.Variants variants ? shorter(variants.life(), GRACE) : Kept.Pass.LIFE;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration positive(Duration a) {
        return a.isNegative() ? Duration.ZERO : a;
    }

    /**
     * Begins with no routes: everything passes, and nothing is cached.
     *
     * @param larder where responses are stored; it is not closed
     */
    public static Builder on(Larder larder, Origin origin) {
        return new Builder(larder, origin);
    }

    /** Answers a call, now or later, on any thread. */
    public void handle(Call call) {
        answer(call, null);
    }

    /**
     * Answers a call, now or later, on any thread.
     *
     * @param origin where its responses come from, whatever its route says: an origin of this call alone
     */
    public void handle(Call call, Origin origin) {
        answer(call, origin);
    }

    private void answer(Call call, @Nullable Origin its) {
        guarded(call, () -> {
            Rulebook rules = rulebook;
            Plan plan = rules.plan(call.arrival());
            if (plan instanceof Plan.Enter enter) {
                enter(call, its, rules, enter);
            } else {
                follow(call, its, plan);
            }
        });
    }

    /**
     * Screens a request that is not for the cache, and has it enter where its route says so.
     *
     * @return what becomes of it; fails if that cannot be said, and then it must not go on
     */
    public CompletionStage<Gate.Entry> admit(Arrival arrival, String address) {
        Rulebook rules = rulebook;
        Screened screened = rules.screen(arrival);
        return screened instanceof Admitted admitted
                ? rules.enter(admitted, address)
                : CompletableFuture.completedFuture(new Gate.Entry.Turned(rules.answer((Refused) screened, arrival)));
    }

    private void enter(Call call, @Nullable Origin its, Rulebook rules, Plan.Enter enter) {
        rules.gate()
                .enter(enter.site().route(), enter.admitted().request(), call.address())
                .whenComplete((entry, failure) -> guarded(call, () -> {
                    if (entry instanceof Gate.Entry.Let let) {
                        call.entered(let);
                        follow(Accompanied.of(call, let), its, rules.proceed(enter, let));
                    } else if (entry instanceof Gate.Entry.Turned turned) {
                        Passage.answer(call, turned.answer());
                    } else {
                        throw new IllegalStateException("the gate failed", failure);
                    }
                }));
    }

    private void follow(Call call, @Nullable Origin its, Plan plan) {
        if (plan instanceof Plan.Look look) {
            new Visit(this, call, origin(its, look.asked().site()), look.asked(), look.content()).begin();
        } else if (plan instanceof Plan.Read read) {
            new Question(this, call, origin(its, read.asked().site()), read.asked()).read(read.content());
        } else if (plan instanceof Plan.Pass pass) {
            Origin origin = origin(its, pass.site());
            new Passage(this, call, origin, pass.site(), pass.request(), pass.content()).forward(pass.reason());
        } else if (plan instanceof Plan.Refuse refuse) {
            Passage.answer(call, refuse.answer());
        }
    }

    /** What goes wrong in here is an error of this program: the client gets 500. */
    private void guarded(Call call, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            broke(e);
            Passage.answer(call, OwnAnswer.plain(500, "internal"));
        }
    }

    private static Origin origin(@Nullable Origin its, Site site) {
        return its == null ? site.origin() : its;
    }

    /**
     * Replaces the rules for requests that come from now on; those under way end under the old ones. What routes have stored that are gone
     * or have other rules is invalidated, in all processes, so that it is not found again should the old rules come back.
     *
     * @param origins by their names; that without a name is the usual one
     * @param gate see {@link Builder#gate}
     * @param patience with the origin, see {@link Builder#patience}
     * @return the names of those routes
     * @throws IllegalArgumentException if the rules cannot be used: two routes for the same paths, an origin that is not known, content
     *     longer than was allowed for at the start. Then nothing changes
     */
    public synchronized SortedSet<String> replace(
            ScreeningRules rules, List<Route> routes, Map<String, Origin> origins, Gate gate, Duration patience) {
        check(patience);
        Rulebook old = rulebook;
        Rulebook next = new Rulebook(rules, routes, origins, gate, old.sites(), random::nextLong);
        if (next.maxContent() > mostContent) {
            throw new IllegalArgumentException("a route stores more than " + mostContent
                    + " bytes of content, the most until the next start; restart to allow it");
        }
        this.patience = patience;
        rulebook = next;
        SortedSet<String> outdated = Outdated.routes(old.sites(), next.sites());
        if (!outdated.isEmpty()) {
            larder.invalidateTags(outdated.stream().map(Route::tagOf).toList());
        }
        return outdated;
    }

    /** Invalidates what an unsafe request has changed. */
    CompletionStage<Delivery> invalidate(RequestHead request, Invalidation invalidation) {
        List<Place> places = new ArrayList<>();
        for (String target : invalidation.targets()) {
            Place place = rulebook.place(request.scheme(), request.authority(), target);
            if (place != null) {
                places.add(place);
            }
        }
        return new Removal(store, larder, invalidation.tags()).of(places, false);
    }

    /** Removes what is stored of a URL, in all its variants, and of those that are equivalent to it. */
    public CompletionStage<Delivery> invalidate(String scheme, String authority, String target) {
        Place place = rulebook.place(scheme, authority, target);
        return place == null
                ? CompletableFuture.completedFuture(Delivery.ACKNOWLEDGED)
                : new Removal(store, larder, Set.of()).of(List.of(place), true);
    }

    /**
     * Purges what is stored. What is being loaded when it begins is not stored, or stale as well. A prefix that is not that of a route
     * takes a walk over the keys in Redis, at a bounded rate; all else takes a few commands.
     *
     * @return what was done; fails with {@link dev.larder.CacheUnavailableException} if a walk could not be done to its end
     * @throws IllegalArgumentException if nothing can be stored for what is named
     */
    public CompletionStage<Purged> purge(Purge what, Purge.Mode mode) {
        return purging.purge(what, mode);
    }

    /**
     * Counts what a purge would reach, and purges nothing. Walks over the keys in Redis and reads those that are concerned, at a bounded
     * rate.
     *
     * @param limit when to be content with what was counted until then
     * @param progress told how far it is
     * @throws IllegalArgumentException if nothing can be stored for what is named
     */
    public CompletionStage<Preview> preview(Purge what, Duration limit, Consumer<? super Preview> progress) {
        return purging.preview(what, limit, progress);
    }

    /** What is stored, for those who purge. */
    private final class Shelves implements Purging.Shop {

        @Override
        public List<Route> routes() {
            return rulebook.routes();
        }

        @Override
        public Screened screen(Arrival arrival) {
            return rulebook.screen(arrival);
        }

        @Override
        public @Nullable Place place(String scheme, String authority, String target) {
            return rulebook.place(scheme, authority, target);
        }

        @Override
        public CompletionStage<Delivery> invalidate(String scheme, String authority, String target) {
            return HttpCache.this.invalidate(scheme, authority, target);
        }
    }

    /** Returns what was counted in this process: entries are responses, and ways to variants. */
    public CacheStats stats() {
        return store.stats();
    }

    private static void check(Duration patience) {
        if (patience.toMillis() < 1 || patience.compareTo(PATIENCE) > 0) {
            throw new IllegalArgumentException("the patience with the origin is from 1ms to " + PATIENCE.toSeconds()
                    + "s; given was " + patience.toMillis() + "ms");
        }
    }

    AsyncCache<String, Kept> store() {
        return store;
    }

    /** Keeps a way to variants that was made stale as fresh: it is where they are, and each is as stale as it is. */
    void renew(String key, long version) {
        if (!revalidating.add(key)) {
            return;
        }
        Loader.AsyncConditional<String, Kept> again = (same, before) -> CompletableFuture.completedStage(
                before instanceof Kept.Variants ? Loaded.unchanged() : Loaded.value(null));
        store.reload(key, version, again).whenComplete((kept, failure) -> revalidating.remove(key));
    }

    Duration patience() {
        return patience;
    }

    Instant now() {
        return clock.instant();
    }

    long nextId() {
        return random.nextLong();
    }

    /** What stands between several ranges: not to be guessed, so that no content can hold it on purpose. */
    String boundary() {
        return "larder-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    Codes codes() {
        return codes;
    }

    Searches searches() {
        return searches;
    }

    Set<String> revalidating() {
        return revalidating;
    }

    /** Adds what this hop says of itself (RFC 9110, section 7.6.3). */
    Fields outgoing(Fields fields) {
        return fields.toBuilder().add("Via", "1.1 larder").build();
    }

    void broke(Throwable failure) {
        LOG.log(Level.ERROR, "a request could not be answered because of an error of this program", failure);
    }

    /** Makes a cache. Not thread-safe. */
    public static final class Builder {
        private final Larder larder;
        private final Map<String, Origin> origins = new HashMap<>();
        private final List<Route> routes = new ArrayList<>();
        private ScreeningRules rules = ScreeningRules.DEFAULT;
        private Gate gate = Gate.NONE;
        private InstantSource clock = InstantSource.system();
        private Duration patience = PATIENCE;
        private long codedBytes = CODED_BYTES;
        private String name = "http";

        private Builder(Larder larder, Origin origin) {
            this.larder = larder;
            origins.put("", origin);
        }

        /**
         * Adds a route.
         *
         * @throws IllegalArgumentException if there is one of that name, or of those paths
         */
        public Builder route(Route route) {
            Rulebook.check(routes, route);
            routes.add(route);
            return this;
        }

        /** Adds an origin for the routes that name it. */
        public Builder origin(String name, Origin origin) {
            origins.put(name, origin);
            return this;
        }

        /** Sets which requests are let through at all. */
        public Builder screening(ScreeningRules rules) {
            this.rules = rules;
            return this;
        }

        /** Sets who lets requests in, where the {@linkplain Route#access rules} of their route ask for that. */
        public Builder gate(Gate gate) {
            this.gate = gate;
            return this;
        }

        /** Sets the clock that dates are read by. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets how long the origin may take until a response that is to be stored is here as a whole; then all who wait for it are answered
         * without it. The default is 15 seconds.
         *
         * @throws IllegalArgumentException if it is not from 1 millisecond to 15 seconds, which leases are made for
         */
        public Builder patience(Duration patience) {
            check(patience);
            this.patience = patience;
            return this;
        }

        /**
         * Sets how many bytes of stored content are kept in this process in other codings, for clients that want them. The default is 32 MiB.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder codedBytes(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("the bytes kept in other codings must not be negative");
            }
            codedBytes = bytes;
            return this;
        }

        /** Sets the name of the cache in the larder; the default is {@code http}. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Builds. */
        public HttpCache build() {
            return new HttpCache(this);
        }
    }
}
