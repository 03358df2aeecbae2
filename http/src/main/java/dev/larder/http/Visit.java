package dev.larder.http;

import dev.larder.LoadFailedException;
import dev.larder.LoadRejectedException;
import dev.larder.Lookup;
import dev.larder.http.decision.Answer;
import dev.larder.http.decision.CacheStatus;
import dev.larder.http.decision.Failure;
import dev.larder.http.decision.Fallback;
import dev.larder.http.decision.ForwardReason;
import dev.larder.http.decision.Reuse;
import dev.larder.http.decision.StaleReason;
import dev.larder.http.decision.Stored;
import dev.larder.http.decision.Storing;
import dev.larder.http.decision.Vary;
import dev.larder.http.guard.Content;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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

    private final HttpCache cache;
    private final Call call;
    private final Asked asked;
    private final Content content;

    /** Whether it has waited for another request already, in vain. */
    private volatile boolean again;

    Visit(HttpCache cache, Call call, Asked asked, Content content) {
        this.cache = cache;
        this.call = call;
        this.asked = asked;
        this.content = content;
    }

    void begin() {
        look(asked.primary(), null);
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
                    } else if (kept instanceof Kept.Response response && hit != null) {
                        decide(key, under, new Found(response, resident(response.stored(), hit), hit.version()));
                    } else {
                        decide(key, under, null);
                    }
                }));
    }

    /** What the engine calls stale before its time, because somebody has expired it or nobody can prove it, is as old as it may become. */
    private static Duration resident(Stored stored, Lookup.Hit<Kept> hit) {
        Duration left = stored.life().ttl(stored.initialAge());
        return hit.stale() && left.compareTo(hit.age()) > 0 ? left : hit.age();
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
            serveWhole(found.response(), serve.age());
        } else if (reuse instanceof Reuse.Serve serve && found != null) {
            serve(found.response(), serve.age(), serve.stale(), CacheStatus.hit(ttl(found.response(), serve.age())));
        } else if (reuse instanceof Reuse.ServeWhileRevalidating serve && found != null) {
            CacheStatus status =
                    CacheStatus.hit(ttl(found.response(), serve.age())).detail("revalidating");
            serve(found.response(), serve.age(), StaleReason.STALE_WHILE_REVALIDATE, status);
            revalidate(key, under, found);
        } else if (reuse instanceof Reuse.GatewayTimeout) {
            refuse(504, "not-stored");
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
    private void revalidate(String key, Kept.@Nullable Variants under, Found found) {
        if (!cache.revalidating().add(key)) {
            return;
        }
        try {
            Load load = new Load(cache, asked.asGet(), under, (head, unread) -> Discarding.cancel(unread), head -> {});
            cache.store()
                    .reload(key, found.version(), load)
                    .whenComplete((kept, failure) -> cache.revalidating().remove(key));
        } catch (RuntimeException | Error e) {
            cache.revalidating().remove(key);
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
        Load load = new Load(cache, asked, under, own, call::interim);
        limited(found == null ? cache.store().get(key, load) : cache.store().reload(key, found.version(), load))
                .whenComplete((kept, failure) -> {
                    OwnResponse.Given mine = own.close();
                    boolean done = guarded(() -> {
                        CacheStatus status = CacheStatus.forwarded(reason);
                        if (load.hasLed()) {
                            led(load, mine, found, fallback, status);
                        } else {
                            followed(kept, failure, under, found, fallback, status);
                        }
                    });
                    if (!done && mine != null) {
                        mine.content().drop();
                    }
                });
    }

    /** In many processes, one after the other may lead in vain: nobody waits for all of them. */
    private CompletionStage<@Nullable Kept> limited(CompletionStage<@Nullable Kept> stage) {
        Duration limit = HttpCache.QUEUE.plus(cache.patience());
        return stage.thenApply(kept -> kept).toCompletableFuture().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void led(
            Load load, OwnResponse.@Nullable Given mine, @Nullable Found found, Fallback fallback, CacheStatus status) {
        Kept.Response kept = load.kept();
        Integer answered = load.status();
        CacheStatus told = answered == null ? status : status.answered(answered, load.isStored(), null);
        if (kept != null) {
            Duration age = kept.stored().initialAge();
            serve(kept, age, null, told.answered(Objects.requireNonNull(answered), load.isStored(), ttl(kept, age)));
        } else if (mine == null) {
            fail(load.failure(), found, fallback, told);
        } else {
            Failure failure = Failure.of(mine.head().status());
            StaleReason stale = failure == null || found == null ? null : fallback.after(failure, found.age());
            if (stale != null && found != null) {
                mine.content().drop();
                serve(found.response(), found.age(), stale, told);
            } else {
                call.stream(with(mine.head(), told), mine.content());
            }
        }
    }

    private void followed(
            @Nullable Kept kept,
            @Nullable Throwable failure,
            Kept.@Nullable Variants under,
            @Nullable Found found,
            Fallback fallback,
            CacheStatus status) {
        Throwable cause = cause(failure);
        if (cause instanceof LoadRejectedException) {
            refuse(503, "too-many-loads");
        } else if (cause instanceof NotStored left) {
            share(left.sharedWith(asked), status);
        } else if (cause != null) {
            fail(cause instanceof OriginFailure known ? known : null, found, fallback, status.collapsed(false));
        } else if (kept instanceof Kept.Response response) {
            share(response, status);
        } else if (kept instanceof Kept.Variants way && under == null) {
            look(variantKey(way), way);
        } else if (kept instanceof Kept.Pass) {
            passage().forward(ForwardReason.MISS);
        } else {
            again();
        }
    }

    /** The response that another request has brought answers this one if it would from the store. */
    private void share(Kept.@Nullable Response response, CacheStatus status) {
        if (response == null) {
            again();
            return;
        }
        Stored stored = response.stored();
        Reuse reuse = Reuse.of(asked.ruling().request(), stored, Duration.ZERO, cache.now(), asked.settings());
        if (reuse instanceof Reuse.Serve serve) {
            serve(response, serve.age(), serve.stale(), status.collapsed(true));
        } else if (reuse instanceof Reuse.ServeWhileRevalidating serve) {
            serve(response, serve.age(), StaleReason.STALE_WHILE_REVALIDATE, status.collapsed(true));
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
            look(asked.primary(), null);
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

    private void fail(@Nullable OriginFailure how, @Nullable Found found, Fallback fallback, CacheStatus status) {
        Failure failure = how == null ? Failure.NO_ANSWER : how.failure();
        StaleReason stale = found == null ? null : fallback.after(failure, found.age());
        if (stale != null && found != null) {
            serve(found.response(), found.age(), stale, status);
        } else if (how != null && how.isImproper()) {
            refuse(502, "bad-response");
        } else {
            refuse(504, "origin-failed");
        }
    }

    private void refuse(int status, String code) {
        Passage.answer(call, OwnAnswer.plain(status, code));
    }

    /** Returns the way past the store. */
    private Passage passage() {
        return new Passage(cache, call, asked.site(), asked.forwarded(), content);
    }

    private static Duration ttl(Kept.Response response, Duration age) {
        return response.stored().life().ttl(age);
    }

    /** A fresh response, for a client that asks for nothing special. */
    private void serveWhole(Kept.Response kept, Duration age) {
        byte[] bytes = kept.content();
        Duration ttl = ttl(kept, age);
        ResponseHead head = kept.ready().head(age.toSeconds(), ttl.toSeconds(), () -> {
            Answer answer = Answer.of(
                    asked.ruling().request(),
                    kept.stored(),
                    bytes.length,
                    age,
                    cache.now(),
                    cache::boundary,
                    asked.settings());
            return with(answer.head(), CacheStatus.hit(ttl));
        });
        send(head, bytes.length == 0 ? List.of() : List.of(ByteBuffer.wrap(bytes)));
    }

    private void serve(Kept.Response kept, Duration age, @Nullable StaleReason stale, CacheStatus status) {
        CacheStatus told = stale == null
                ? status
                : status.detail(stale.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        byte[] bytes = kept.content();
        Answer answer = Answer.of(
                asked.ruling().request(),
                kept.stored(),
                bytes.length,
                age,
                cache.now(),
                cache::boundary,
                asked.settings());
        List<ByteBuffer> pieces = new ArrayList<>(answer.content().size());
        for (Answer.Piece piece : answer.content()) {
            if (piece instanceof Answer.Bytes part) {
                int first = (int) part.range().first();
                pieces.add(ByteBuffer.wrap(bytes, first, (int) part.range().length()));
            } else if (piece instanceof Answer.Text text) {
                pieces.add(ByteBuffer.wrap(text.text().getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        send(with(answer.head(), told), pieces);
    }

    private void send(ResponseHead head, List<ByteBuffer> pieces) {
        if (pieces.stream().mapToLong(ByteBuffer::remaining).sum() > Pieces.SLICE) {
            call.stream(head, new Pieces(pieces));
        } else {
            call.answer(head, pieces);
        }
    }

    private ResponseHead with(ResponseHead head, CacheStatus status) {
        Fields shown = head.fields().without(asked.settings().tagFields());
        return head.with(status.appendTo(shown, asked.settings()));
    }

    /** What goes wrong in here is an error of this program: the client gets 500 and the log the rest. */
    private boolean guarded(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException | Error e) {
            cache.broke(e);
            refuse(500, "internal");
            return false;
        }
    }
}
