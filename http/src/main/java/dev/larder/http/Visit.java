package dev.larder.http;

import dev.larder.Answer;
import dev.larder.LoadFailedException;
import dev.larder.LoadRejectedException;
import dev.larder.Lookup;
import dev.larder.http.decision.CacheStatus;
import dev.larder.http.decision.Combining;
import dev.larder.http.decision.Failure;
import dev.larder.http.decision.Fallback;
import dev.larder.http.decision.ForwardReason;
import dev.larder.http.decision.Reuse;
import dev.larder.http.decision.StaleReason;
import dev.larder.http.decision.Stored;
import dev.larder.http.decision.Storing;
import dev.larder.http.decision.Vary;
import dev.larder.http.guard.Content;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request that the store may answer, from its look at the store to its answer. Goes forward only: look, decide, load, answer; what
 * varies is looked at twice.
 */
final class Visit {

    /** What was found in the store, and how old it was then. */
    private record Found(Kept.Response response, Duration resident, long version) {

        Duration age() {
            return response.stored().age(resident);
        }
    }

    /**
     * What may be served if the origin fails.
     *
     * @param found null if there is nothing
     */
    private record Standby(@Nullable Found found, Fallback fallback) {}

    private final HttpCache cache;
    private final Call call;
    private final Origin origin;
    private final Asked exact;
    private final Content content;
    private final Reply reply;

    /** What is looked for: the target itself, or what is equivalent to it. */
    private volatile Asked asked;

    /** Whether it is known by which rule other targets are equivalent, or that there is none. */
    private volatile boolean ruled;

    /** Whether it has waited for another request already, in vain. */
    private volatile boolean again;

    Visit(HttpCache cache, Call call, Origin origin, Asked asked, Content content) {
        this.cache = cache;
        this.call = call;
        this.origin = origin;
        this.exact = asked;
        this.asked = asked;
        this.content = content;
        this.reply = new Reply(cache, call, asked);
    }

    void begin() {
        if (cache.searches().has(asked)) {
            rule(false);
        } else {
            look(asked.primary(), null);
        }
    }

    /**
     * Looks for the rule by which other targets are equivalent to this one, then for what is stored under it.
     *
     * @param missed whether it is known that nothing is stored for this target alone
     */
    private void rule(boolean missed) {
        String path = asked.place().path();
        cache.store()
                .lookup(path)
                .whenComplete((lookup, failure) -> guarded(() -> {
                    ruled = true;
                    if (lookup instanceof Lookup.Hit<Kept> hit && hit.value() instanceof Kept.Search search) {
                        cache.searches().add(path);
                        lookUnder(search, false);
                    } else {
                        cache.searches().remove(path);
                        if (missed) {
                            decide(asked.primary(), null, null);
                        } else {
                            look(asked.primary(), null);
                        }
                    }
                }));
    }

    /**
     * Looks under the key of a rule.
     *
     * @param led whether what lies under the key of another rule says so
     */
    private void lookUnder(Kept.Search search, boolean led) {
        if (led && asked.isLed()) {
            passage().forward(ForwardReason.MISS);
        } else {
            asked = asked.under(search.rule(), led);
            look(asked.primary(), null);
        }
    }

    /**
     * Looks under a key.
     *
     * @param under the entry that led there; null for the primary key
     */
    private void look(String key, Kept.@Nullable Variants under) {
        cache.store()
                .lookup(key)
                .whenComplete((lookup, failure) -> guarded(() -> {
                    Lookup.Hit<Kept> hit = lookup instanceof Lookup.Hit<Kept> found ? found : null;
                    Kept kept = hit == null ? null : hit.value();
                    if (kept instanceof Kept.Variants way && hit != null && under == null) {
                        if (hit.stale()) {
                            cache.renew(key, hit.version());
                        }
                        look(variantKey(way), way);
                    } else if (kept instanceof Kept.Pass && hit != null && !hit.stale()) {
                        passage().forward(ForwardReason.MISS);
                    } else if (kept instanceof Kept.Search search && under == null) {
                        lookUnder(search, true);
                    } else if (kept instanceof Kept.Response response && hit != null) {
                        decide(key, under, found(response, hit));
                    } else if (under == null && !ruled && asked.isSearched()) {
                        rule(true);
                    } else {
                        decide(key, under, null);
                    }
                }));
    }

    /** What the engine calls stale before its time, because somebody has expired it or nobody can prove it, is as old as it may become. */
    private static Duration resident(Stored stored, boolean stale, Duration age) {
        Duration left = stored.life().ttl(stored.initialAge());
        return stale && left.compareTo(age) > 0 ? left : age;
    }

    private static Found found(Kept.Response response, Lookup.Hit<Kept> hit) {
        return new Found(response, resident(response.stored(), hit.stale(), hit.age()), hit.version());
    }

    private String variantKey(Kept.Variants way) {
        Vary vary = new Vary(way.fields(), false);
        String values = vary.key(asked.ruling().request().fields(), asked.settings());
        return Keys.variant(asked.primary(), way.generation(), asked.keyed(), values);
    }

    private void decide(String key, Kept.@Nullable Variants under, @Nullable Found found) {
        Stored stored = found == null ? null : found.response().stored();
        Duration resident = found == null ? Duration.ZERO : found.resident();
        Reuse reuse = Reuse.of(asked.ruling().request(), stored, resident, cache.now(), asked.settings());
        if (reuse instanceof Reuse.Serve serve && found != null && serve.stale() == null && asked.isPlain()) {
            reply.whole(found.response(), serve.age());
        } else if (reuse instanceof Reuse.Serve serve && found != null) {
            reply.serve(
                    found.response(), serve.age(), serve.stale(), CacheStatus.hit(ttl(found.response(), serve.age())));
        } else if (reuse instanceof Reuse.ServeWhileRevalidating serve && found != null) {
            CacheStatus status =
                    CacheStatus.hit(ttl(found.response(), serve.age())).detail("revalidating");
            CompletableFuture<Void> over = new CompletableFuture<>();
            call.afterwards(over);
            reply.serve(found.response(), serve.age(), StaleReason.STALE_WHILE_REVALIDATE, status);
            revalidate(key, under, found, over);
        } else if (reuse instanceof Reuse.GatewayTimeout) {
            reply.refuse(504, "not-stored");
        } else if (asked.ruling().request().method().equals("HEAD")) {
            passage().forward(ForwardReason.METHOD);
        } else if (reuse instanceof Reuse.Validate validate) {
            load(key, under, found, validate.reason(), validate.fallback());
        } else if (reuse instanceof Reuse.Fetch fetch) {
            ForwardReason reason = under != null && found == null ? ForwardReason.VARY_MISS : fetch.reason();
            load(key, under, found, reason, fetch.fallback());
        }
    }

    /** Nobody waits for it; what is not stored is thrown away. Asks for content, whatever the client has asked for. */
    private void revalidate(String key, Kept.@Nullable Variants under, Found found, CompletableFuture<Void> over) {
        if (!cache.revalidating().add(key)) {
            over.complete(null);
            return;
        }
        try {
            Load load = new Load(
                    cache, origin, asked.asGet(), under, (head, unread) -> Discarding.cancel(unread), head -> {}, null);
            cache.store().reload(key, found.version(), load).whenComplete((kept, failure) -> {
                cache.revalidating().remove(key);
                over.complete(null);
            });
        } catch (RuntimeException | Error e) {
            cache.revalidating().remove(key);
            over.complete(null);
            cache.broke(e);
        }
    }

    /** A request whose response is not to be stored brings nothing for others, so it does not make them wait. */
    private void load(
            String key, Kept.@Nullable Variants under, @Nullable Found found, ForwardReason reason, Fallback fallback) {
        if (Storing.isUnwanted(asked.ruling().request(), asked.settings())) {
            passage().forward(reason);
            return;
        }
        OwnResponse own = new OwnResponse();
        Stored stored = found == null ? null : found.response().stored();
        String range = Combining.range(asked.ruling().request(), stored, cache.now(), asked.settings());
        Load load = new Load(cache, origin, asked, under, own, call::interim, range);
        limited(found == null ? cache.store().fetch(key, load) : cache.store().reload(key, found.version(), load))
                .whenComplete((answered, failure) -> {
                    OwnResponse.Given mine = own.close();
                    boolean done = guarded(() -> {
                        CacheStatus status = CacheStatus.forwarded(reason);
                        Standby standby = standby(found, fallback, answered);
                        if (load.hasLed()) {
                            led(load, mine, standby, status);
                        } else if (answered == null) {
                            failed(failure, standby, status.collapsed(false));
                        } else {
                            followed(answered, under, standby, status);
                        }
                    });
                    if (!done && mine != null) {
                        mine.content().drop();
                    }
                });
    }

    /** In many processes, one after the other may lead in vain: nobody waits for all of them. */
    private CompletionStage<Answer<Kept>> limited(CompletionStage<Answer<Kept>> stage) {
        Duration limit = HttpCache.QUEUE.plus(cache.patience());
        return stage.thenApply(answered -> answered)
                .toCompletableFuture()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was found first stands by, or what the engine has found besides: it does not show what was expired by hand before a load fails. */
    private Standby standby(@Nullable Found found, Fallback fallback, @Nullable Answer<Kept> answered) {
        if (found != null || answered == null || !(answered.value() instanceof Kept.Response response)) {
            return new Standby(found, fallback);
        }
        Stored stored = response.stored();
        Found behind = new Found(response, resident(stored, answered.stale(), answered.age()), 0);
        Reuse reuse = Reuse.of(asked.ruling().request(), stored, behind.resident(), cache.now(), asked.settings());
        if (reuse instanceof Reuse.Validate validate) {
            return new Standby(behind, validate.fallback());
        }
        return new Standby(behind, reuse instanceof Reuse.Fetch fetch ? fetch.fallback() : Fallback.NONE);
    }

    private void led(Load load, OwnResponse.@Nullable Given mine, Standby standby, CacheStatus status) {
        Kept.Response kept = load.kept();
        Integer answered = load.status();
        CacheStatus told = answered == null ? status : status.answered(answered, load.isStored(), null);
        if (kept != null && !isAnswer(kept)) {
            again();
        } else if (kept != null) {
            Duration age = kept.stored().initialAge();
            reply.serve(
                    kept, age, null, told.answered(Objects.requireNonNull(answered), load.isStored(), ttl(kept, age)));
        } else if (mine == null) {
            fail(load.failure(), standby, told);
        } else {
            Failure failure = Failure.of(mine.head().status());
            if (failure != null && serveStale(failure, standby, told)) {
                mine.content().drop();
            } else {
                reply.pass(mine.head(), told, mine.content());
            }
        }
    }

    /** A part may be another one than was asked for. */
    private boolean isAnswer(Kept.Response kept) {
        return kept.stored().coverage() == null
                || Combining.isAnsweredBy(kept.stored(), asked.ruling().request(), cache.now(), asked.settings());
    }

    private void followed(Answer<Kept> answered, Kept.@Nullable Variants under, Standby standby, CacheStatus status) {
        Kept kept = answered.value();
        if (answered.failure() != null) {
            failed(answered.failure(), standby, status.collapsed(false));
        } else if (kept instanceof Kept.Apart apart) {
            share(apart.sharedWith(asked), Duration.ZERO, status);
        } else if (kept instanceof Kept.Response response) {
            share(response, resident(response.stored(), answered.stale(), answered.age()), status);
        } else if (kept instanceof Kept.Variants way && under == null) {
            look(variantKey(way), way);
        } else if (kept instanceof Kept.Search search && under == null) {
            lookUnder(search, true);
        } else if (kept instanceof Kept.Pass) {
            passage().forward(ForwardReason.MISS);
        } else {
            again();
        }
    }

    /** The response that another request has brought answers this one if it would from the store. */
    private void share(Kept.@Nullable Response response, Duration resident, CacheStatus status) {
        if (response == null) {
            again();
            return;
        }
        Stored stored = response.stored();
        Reuse reuse = Reuse.of(asked.ruling().request(), stored, resident, cache.now(), asked.settings());
        if (reuse instanceof Reuse.Serve serve) {
            reply.serve(response, serve.age(), serve.stale(), status.collapsed(true));
        } else if (reuse instanceof Reuse.ServeWhileRevalidating serve) {
            reply.serve(response, serve.age(), StaleReason.STALE_WHILE_REVALIDATE, status.collapsed(true));
        } else {
            again();
        }
    }

    /** What it has waited for does not answer it: it looks, and asks under the lease, once more, and then for itself. */
    private void again() {
        if (again) {
            passage().forward(ForwardReason.MISS);
        } else {
            again = true;
            ruled = false;
            asked = exact;
            begin();
        }
    }

    /** The reason of a failure, without what the engine and stages have put around it. */
    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof LoadFailedException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private void failed(@Nullable Throwable failure, Standby standby, CacheStatus status) {
        Throwable cause = cause(failure);
        if (!(cause instanceof LoadRejectedException)) {
            fail(cause instanceof OriginFailure known ? known : null, standby, status);
        } else if (!serveStale(Failure.ERROR, standby, status)) {
            reply.refuse(503, "too-many-loads");
        }
    }

    private void fail(@Nullable OriginFailure how, Standby standby, CacheStatus status) {
        Failure failure = how == null ? Failure.NO_ANSWER : how.failure();
        if (serveStale(failure, standby, status)) {
            return;
        }
        if (how != null && how.isImproper()) {
            reply.refuse(502, "bad-response");
        } else {
            reply.refuse(504, "origin-failed");
        }
    }

    /** Answers by what stands by, if that is allowed; returns whether it was. */
    private boolean serveStale(Failure failure, Standby standby, CacheStatus status) {
        Found found = standby.found();
        StaleReason stale = found == null ? null : standby.fallback().after(failure, found.age());
        if (stale != null && found != null) {
            reply.serve(found.response(), found.age(), stale, status);
        }
        return stale != null;
    }

    /** Returns the way past the store. */
    private Passage passage() {
        return asked.question() == null
                ? new Passage(cache, call, origin, asked.site(), asked.forwarded(), content)
                : new Passage(cache, call, origin, asked.site(), asked.forwarded(), asked.body());
    }

    private static Duration ttl(Kept.Response response, Duration age) {
        return response.stored().life().ttl(age);
    }

    /** What goes wrong in here is an error of this program: the client gets 500 and the log the rest. */
    private boolean guarded(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException | Error e) {
            cache.broke(e);
            reply.refuse(500, "internal");
            return false;
        }
    }
}
