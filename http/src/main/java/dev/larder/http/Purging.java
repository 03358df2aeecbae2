package dev.larder.http;

import dev.larder.AsyncCache;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.Lookup;
import dev.larder.Sweep;
import dev.larder.Swept;
import dev.larder.http.guard.Admitted;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.Screened;
import dev.larder.http.message.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Purges what a cache has stored, and counts what that would reach.
 *
 * <p>Tags, whole routes and everything take one command, however much there is. A URL takes one or a few. What lies below a path that is
 * not the prefix of a route is found by a {@link Sweep} over the keys, as is everything that is counted.
 */
final class Purging {

    /** The most keys in a second of which something is done; servers look at ten times as many. */
    private static final int KEYS_PER_SECOND = 5_000;

    private static final List<String> SCHEMES = List.of("http", "https");

    /** What it has to know of the cache. */
    interface Shop {
        /** Returns the routes there are now. */
        List<Route> routes();

        /** Reads a request as any that comes from outside. */
        Screened screen(Arrival arrival);

        /** Returns where what is stored of a target lies; null if nothing can be stored for it. */
        @Nullable
        Place place(String scheme, String authority, String target);

        /** Removes what is stored of a target. */
        CompletionStage<Delivery> invalidate(String scheme, String authority, String target);
    }

    private final Larder larder;
    private final AsyncCache<String, Kept> store;
    private final Shop shop;

    Purging(Larder larder, AsyncCache<String, Kept> store, Shop shop) {
        this.larder = larder;
        this.store = store;
        this.shop = shop;
    }

    CompletionStage<Purged> purge(Purge what, Purge.Mode mode) {
        if (what instanceof Purge.Url url) {
            Admitted at = admitted(url.authority(), url.target());
            CompletionStage<Purged> done = CompletableFuture.completedStage(whole(mode, Delivery.ACKNOWLEDGED));
            for (String scheme : SCHEMES) {
                done = done.thenCombine(
                        url(
                                scheme,
                                authority(at, scheme, url.authority()),
                                at.target().text(),
                                mode),
                        Purged::and);
            }
            return done;
        } else if (what instanceof Purge.Prefix prefix) {
            return prefix(prefix, mode);
        } else if (what instanceof Purge.Tags tags) {
            return tags(tags.tags(), mode);
        }
        return everything(mode);
    }

    private CompletionStage<Purged> everything(Purge.Mode mode) {
        return (mode == Purge.Mode.HARD ? store.clear() : store.expireAll())
                .thenApply(delivery -> whole(mode, delivery));
    }

    private static Purged whole(Purge.Mode mode, Delivery delivery) {
        return new Purged(delivery == Delivery.JOURNALED ? Purge.Mode.HARD : mode, delivery, OptionalLong.empty());
    }

    private CompletionStage<Purged> tags(Set<String> tags, Purge.Mode mode) {
        return mode == Purge.Mode.HARD
                ? larder.invalidateTagsAsync(tags).thenApply(delivery -> whole(mode, delivery))
                : CompletableFuture.supplyAsync(() -> whole(mode, larder.expireTags(tags)));
    }

    /** The port of one scheme is not left out under the other, so each has a form of its own. */
    private String authority(Admitted at, String scheme, String raw) {
        return scheme.equals("http")
                ? at.request().authority()
                : admitted("https", raw, "/").request().authority();
    }

    private Admitted admitted(String authority, String target) {
        return admitted("http", authority, target);
    }

    /** Reads a place as that of a request is read. */
    private Admitted admitted(String scheme, String authority, String target) {
        List<Field> host = List.of(new Field("Host", authority));
        Arrival arrival = new Arrival(Arrival.Version.HTTP_1_1, scheme, "GET", target, null, host, false);
        if (shop.screen(arrival) instanceof Admitted admitted) {
            return admitted;
        }
        throw new IllegalArgumentException(
                "a request to that place is refused, so nothing can be stored for it; look at how the URL is written");
    }

    /** A load that began before loses its lease, or finds another entry in its place. */
    private CompletionStage<Purged> url(String scheme, String authority, String target, Purge.Mode mode) {
        Place place = shop.place(scheme, authority, target);
        if (mode == Purge.Mode.HARD || place == null) {
            return hard(scheme, authority, target, mode);
        }
        String key = place.primary();
        return isAlone(place).thenCompose(alone -> {
            if (!alone) {
                return hard(scheme, authority, target, mode);
            }
            // Nothing lies under these, but loads may be under way. Under the primary key, one may have put something
            // else in its
            // place until it was expired, and cannot after that.
            return store.invalidateAll(List.of(place.queries(), place.path()))
                    .thenCompose(none -> store.expire(key))
                    .thenCompose(delivery -> store.lookup(key)
                            .thenCompose(after -> isResponse(after) && delivery == Delivery.ACKNOWLEDGED
                                    ? CompletableFuture.completedStage(whole(mode, delivery))
                                    : hard(scheme, authority, target, mode)));
        });
    }

    /** Whether what is stored of a target is one response: neither variants, nor answers to QUERY, nor what it shares with others. */
    private CompletionStage<Boolean> isAlone(Place place) {
        return store.lookup(place.primary())
                .thenCombine(isEmpty(place.queries()), (primary, none) -> none && isResponse(primary))
                .thenCombine(isEmpty(place.path()), Boolean::logicalAnd);
    }

    private CompletionStage<Boolean> isEmpty(String key) {
        return store.lookup(key).thenApply(Lookup.Miss.class::isInstance);
    }

    private static boolean isResponse(Lookup<Kept> lookup) {
        return lookup instanceof Lookup.Hit<Kept> hit && hit.value() instanceof Kept.Response;
    }

    /** Variants cannot be told one by one. Where nothing lies, both modes mean the same: that nothing comes of a load under way. */
    private CompletionStage<Purged> hard(String scheme, String authority, String target, Purge.Mode mode) {
        Place place = shop.place(scheme, authority, target);
        CompletionStage<Boolean> empty = CompletableFuture.completedStage(true);
        if (place != null) {
            for (String key : List.of(place.primary(), place.queries(), place.path())) {
                empty = empty.thenCombine(isEmpty(key), Boolean::logicalAnd);
            }
        }
        return empty.thenCompose(nothing -> shop.invalidate(scheme, authority, target)
                .thenApply(delivery -> whole(nothing ? mode : Purge.Mode.HARD, delivery)));
    }

    private CompletionStage<Purged> prefix(Purge.Prefix prefix, Purge.Mode mode) {
        Predicate<String> below = below(prefix);
        String path = admitted("localhost", prefix.path()).target().path();
        if (path.equals("/") && prefix.authority() == null) {
            return everything(mode);
        }
        PathPattern purged = new PathPattern(path, false, List.of());
        Set<String> covered = new TreeSet<>();
        boolean apart = prefix.authority() != null;
        boolean above = false;
        for (Route route : shop.routes()) {
            if (isBelow(path, route.prefix())) {
                covered.add(route.tag());
            } else if (isBelow(route.prefix(), path)) {
                above |= !route.exact();
            } else {
                apart |= route.path().overlaps(purged);
            }
        }
        // A route of exactly this prefix leaves nothing below it to one that begins above.
        apart |= above
                && shop.routes().stream()
                        .noneMatch(route -> !route.exact() && route.prefix().equals(path));
        if (!apart) {
            return covered.isEmpty()
                    ? CompletableFuture.completedStage(whole(mode, Delivery.ACKNOWLEDGED))
                    : tags(covered, mode);
        }
        Sweep<Kept> sweep = mode == Purge.Mode.HARD
                ? Sweep.invalidating(below, KEYS_PER_SECOND)
                : Sweep.expiring(below, KEYS_PER_SECOND);
        return store.sweep(sweep)
                .thenApply(swept -> new Purged(mode, Delivery.ACKNOWLEDGED, OptionalLong.of(swept.fitting())));
    }

    /** Whether keys are those of targets below a prefix. */
    private Predicate<String> below(Purge.Prefix prefix) {
        String host = prefix.authority() == null ? "localhost" : prefix.authority();
        String path = admitted(host, prefix.path()).target().path();
        Set<String> authorities = new TreeSet<>();
        if (prefix.authority() != null) {
            SCHEMES.forEach(scheme ->
                    authorities.add(admitted(scheme, host, "/").request().authority()));
        }
        return key -> {
            Keys.Site site = Keys.site(key);
            return site != null
                    && (authorities.isEmpty() || authorities.contains(site.authority()))
                    && isBelow(path, site.path());
        };
    }

    /** As a whole segment, so that {@code /a} is not above {@code /ab}. */
    private static boolean isBelow(String above, String below) {
        return below.startsWith(above)
                && (above.endsWith("/") || below.length() == above.length() || below.charAt(above.length()) == '/');
    }

    CompletionStage<Preview> preview(Purge what, Duration limit, Consumer<? super Preview> progress) {
        if (!(what instanceof Purge.Url url)) {
            return counted(what, limit, progress);
        }
        CompletionStage<Long> plain = CompletableFuture.completedStage(0L);
        for (Place place : places(url)) {
            plain = plain.thenCombine(store.lookup(place.primary()).thenApply(Purging::plain), Purging::sum)
                    .thenCombine(isEmpty(place.queries()), (sum, none) -> none ? sum : -1)
                    .thenCombine(isEmpty(place.path()), (sum, none) -> none ? sum : -1);
        }
        return plain.thenCompose(responses -> responses < 0
                ? counted(what, limit, progress)
                : CompletableFuture.completedStage(new Preview(responses, 0, true)));
    }

    /** Returns how many responses that is; -1 if only a walk can tell. */
    private static long plain(Lookup<Kept> lookup) {
        if (lookup instanceof Lookup.Hit<Kept> hit) {
            return hit.value() instanceof Kept.Response ? 1 : hit.value() instanceof Kept.Pass ? 0 : -1;
        }
        return lookup instanceof Lookup.Miss ? 0 : -1;
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? -1 : a + b;
    }

    /** Walks. Of keys that are known by their hash only most are those of other URLs, so they do not count for one. */
    private CompletionStage<Preview> counted(Purge what, Duration limit, Consumer<? super Preview> progress) {
        List<String> stems = new ArrayList<>();
        shop.routes().forEach(route -> stems.add(Keys.stem(route, route.rules())));
        Predicate<String> concerned = concerned(what);
        Predicate<String> keys = key -> stems.stream().anyMatch(key::startsWith) && concerned.test(key);
        Set<String> tags = what instanceof Purge.Tags named ? named.tags() : Set.of();
        Tally tally = new Tally();
        long deadline = System.nanoTime() + limit.toNanos();
        Sweep<Kept> sweep = Sweep.<Kept>reading(
                        keys,
                        (key, kept) -> {
                            if (key == null && what instanceof Purge.Url) {
                                return;
                            }
                            if (kept instanceof Kept.Variants way) {
                                tally.way(key, way.generation());
                            } else if (kept instanceof Kept.Response response
                                    && (tags.isEmpty() || !Collections.disjoint(tags, response.tags()))) {
                                tally.response(key);
                            }
                        },
                        KEYS_PER_SECOND)
                .asLongAs(swept -> {
                    progress.accept(new Preview(tally.sum(), swept.keys(), false));
                    return System.nanoTime() - deadline < 0;
                });
        return store.sweep(sweep).thenApply(swept -> counted(tally, swept));
    }

    private static Preview counted(Tally tally, Swept swept) {
        boolean exact = swept.ended() && swept.standstills() == 0 && swept.hashed() == 0 && !tally.isRough();
        return new Preview(tally.sum(), swept.keys(), exact);
    }

    private List<Place> places(Purge.Url url) {
        Admitted at = admitted(url.authority(), url.target());
        List<Place> places = new ArrayList<>();
        for (String scheme : SCHEMES) {
            Place place = shop.place(
                    scheme, authority(at, scheme, url.authority()), at.target().text());
            if (place != null) {
                places.add(place);
            }
        }
        return places;
    }

    private Predicate<String> concerned(Purge what) {
        if (what instanceof Purge.Prefix prefix) {
            return below(prefix);
        } else if (what instanceof Purge.Url url) {
            List<Place> places = places(url);
            return key -> {
                int mark = key.indexOf('#');
                String plain = mark < 0 ? key : key.substring(0, mark);
                return places.stream().anyMatch(place -> place.primary().equals(plain) || key.startsWith(place.path()));
            };
        }
        return key -> true;
    }
}
