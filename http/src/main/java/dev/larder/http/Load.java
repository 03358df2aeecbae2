package dev.larder.http;

import dev.larder.Loaded;
import dev.larder.Loader;
import dev.larder.http.decision.Exchange;
import dev.larder.http.decision.Failure;
import dev.larder.http.decision.Stored;
import dev.larder.http.decision.Storing;
import dev.larder.http.decision.Tags;
import dev.larder.http.decision.Validation;
import dev.larder.http.decision.Vary;
import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.Judged;
import dev.larder.http.guard.ResponseScreening;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One request to the origin under the lease of a key: asks for a response, or whether a stored one is still valid, and says what is to be
 * kept. What is not to be shared goes to the one who asked, and to nobody else: those who wait for the same key are told to ask for
 * themselves.
 */
final class Load implements Loader.AsyncConditional<String, Kept> {

    /** Takes a response that is not stored; called once at most. */
    interface Own {
        /** The response is for this request only. */
        void take(ResponseHead head, Flow.Publisher<ByteBuffer> content);
    }

    private final HttpCache cache;
    private final Asked asked;
    private final Kept.@Nullable Variants under;
    private final Own own;
    private final CompletableFuture<Loaded<Kept>> loaded = new CompletableFuture<>();

    /** Set once the origin is asked by this load, and not by another one of the same key. */
    private volatile boolean leading;

    private volatile @Nullable Integer status;
    private volatile Kept.@Nullable Response kept;

    /**
     * Creates a load.
     *
     * @param under the entry that leads to the key, if that is a variant's; null if it is the primary key
     */
    Load(HttpCache cache, Asked asked, Kept.@Nullable Variants under, Own own) {
        this.cache = cache;
        this.asked = asked;
        this.under = under;
        this.own = own;
    }

    boolean leads() {
        return leading;
    }

    /** Returns what the origin answered; null if it did not. */
    @Nullable
    Integer status() {
        return status;
    }

    /** Returns the response that this load has brought, whether it could be stored or not; null if there is none to be shared. */
    Kept.@Nullable Response kept() {
        return kept;
    }

    @Override
    public CompletionStage<Loaded<Kept>> load(String key, @Nullable Kept previous) {
        leading = true;
        Kept.Response before = previous instanceof Kept.Response response ? response : null;
        send(key, before);
        return loaded;
    }

    private void send(String key, Kept.@Nullable Response before) {
        RequestHead request = asked.ruling().origin();
        if (before != null) {
            request = Validation.request(request, List.of(before.stored()));
        }
        Instant requested = cache.now();
        cache.origin()
                .send(request.with(cache.outgoing(request.fields())), null, asked.interim())
                .whenComplete((response, failure) -> {
                    try {
                        if (response == null) {
                            fail(new OriginFailure(Failure.NO_ANSWER, failure));
                        } else {
                            received(key, before, response, new Exchange(requested, cache.now()));
                        }
                    } catch (RuntimeException | Error e) {
                        cache.broke(e);
                        fail(e);
                    }
                });
    }

    private void received(String key, Kept.@Nullable Response before, Origin.Response response, Exchange times) {
        status = response.arrival().status();
        Judged judged = asked.screening().judge(asked.target(), asked.ruling(), response.arrival());
        if (judged instanceof Judged.Broken) {
            Discarding.cancel(response.content());
            fail(new OriginFailure(Failure.NO_ANSWER, null));
        } else if (judged instanceof Judged.NotShared notShared) {
            own.take(notShared.response(), response.content());
            loaded.complete(Loaded.value(nothing(true)));
        } else if (judged instanceof Judged.Shared shared) {
            shared(key, before, shared.response(), response.content(), times);
        }
    }

    private void shared(
            String key,
            Kept.@Nullable Response before,
            ResponseHead head,
            Flow.Publisher<ByteBuffer> content,
            Exchange times) {
        if (before != null) {
            Validation validation = Validation.of(List.of(before.stored()), head, times.received());
            if (validation instanceof Validation.Valid) {
                Discarding.cancel(content);
                freshen(before, head, times);
                return;
            }
            if (validation instanceof Validation.Unknown) {
                Discarding.cancel(content);
                send(key, null);
                return;
            }
        }
        Failure failure = Failure.of(head.status());
        Storing storing = Storing.of(asked.ruling().request(), head, true, times, asked.settings());
        if (storing instanceof Storing.Store store && store.stored().coverage() == null) {
            gather(before, store.stored(), head, content);
        } else if (failure != null) {
            own.take(head, content);
            fail(new OriginFailure(failure, null));
        } else {
            own.take(head, content);
            boolean lasting =
                    storing instanceof Storing.Refuse refuse && refuse.reason().isLasting();
            loaded.complete(Loaded.value(nothing(lasting)));
        }
    }

    private void freshen(Kept.Response before, ResponseHead head, Exchange times) {
        Validation.Freshened freshened =
                Validation.freshen(before.stored(), asked.ruling().request(), head, times, asked.settings());
        SortedSet<String> tags = tags(freshened.head().fields());
        if (freshened.storing() instanceof Storing.Store store) {
            Kept.Response response = new Kept.Response(cache.nextId(), store.stored(), before.content(), tags);
            kept = response;
            loaded.complete(Loaded.value(response));
        } else {
            own.take(freshened.head(), new Bytes(before.content()));
            loaded.complete(Loaded.value(nothing(freshened.isToBeRemoved())));
        }
    }

    private void gather(
            Kept.@Nullable Response before, Stored stored, ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        SortedSet<String> tags = tags(head.fields());
        if (before == null
                && asked.bounds().admit(asked.primary(), stored.variant(), tags, System.nanoTime())
                        != Bounds.Verdict.STORE) {
            own.take(head, content);
            loaded.complete(Loaded.value(null));
            return;
        }
        content.subscribe(new Gathering(asked.route().maxContent(), new Gathering.Outcome() {
            @Override
            public void onWhole(byte[] bytes) {
                if (ResponseScreening.isWhole(asked.ruling().request().method(), head, bytes.length)) {
                    keep(new Kept.Response(cache.nextId(), stored, bytes, tags));
                } else {
                    fail(new OriginFailure(Failure.NO_ANSWER, null));
                }
            }

            @Override
            public void onTooLong(Flow.Publisher<ByteBuffer> all) {
                own.take(head, all);
                loaded.complete(Loaded.value(new Kept.Pass()));
            }

            @Override
            public void onFailure(Throwable failure) {
                fail(new OriginFailure(Failure.NO_ANSWER, failure));
            }
        }));
    }

    /**
     * Keeps a response: under its key, or, where it varies, under the key of a variant, with the way to it under the primary key. The variant
     * is written first, under a generation that nobody knows yet.
     */
    private void keep(Kept.Response response) {
        kept = response;
        Vary vary = Vary.of(response.stored().head().fields(), asked.settings());
        boolean varies = !vary.names().isEmpty() || !asked.keyed().isEmpty();
        if (under != null) {
            if (vary.names().equals(under.fields())) {
                loaded.complete(Loaded.value(response));
            } else {
                // The origin names other fields now: what leads to the variants is wrong.
                cache.store().invalidate(asked.primary());
                loaded.complete(Loaded.value(null));
            }
        } else if (varies) {
            Kept.Variants way = new Kept.Variants(
                    new TreeSet<>(vary.names()),
                    cache.nextId(),
                    response.stored().life().remaining(response.stored().initialAge()),
                    response.tags());
            String variant = Keys.variant(
                    asked.primary(),
                    way.generation(),
                    asked.keyed(),
                    response.stored().variant());
            cache.store().put(variant, response).whenComplete((delivery, failure) -> {
                loaded.complete(Loaded.value(failure == null ? way : null));
            });
        } else {
            loaded.complete(Loaded.value(response));
        }
    }

    /**
     * What is kept in place of a response that is for one request only. With credentials, others may well get one to be shared: so their
     * requests wait for each other, as before.
     */
    private @Nullable Kept nothing(boolean lasting) {
        return lasting && !asked.ruling().request().fields().has("Authorization") ? new Kept.Pass() : null;
    }

    private SortedSet<String> tags(Fields response) {
        SortedSet<String> tags = new TreeSet<>(Tags.of(asked.ruling().request(), response, asked.settings()));
        tags.add(asked.route().tag());
        return tags;
    }

    private void fail(Throwable failure) {
        loaded.completeExceptionally(Objects.requireNonNull(failure));
    }
}
