package dev.larder.http;

import dev.larder.Loaded;
import dev.larder.Loader;
import dev.larder.http.decision.ByteRange;
import dev.larder.http.decision.Coverage;
import dev.larder.http.decision.Exchange;
import dev.larder.http.decision.Failure;
import dev.larder.http.decision.NoVarySearch;
import dev.larder.http.decision.Refusal;
import dev.larder.http.decision.Stored;
import dev.larder.http.decision.Storing;
import dev.larder.http.decision.Validation;
import dev.larder.http.decision.Vary;
import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.Judged;
import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.guard.ResponseScreening;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request to the origin under the lease of a key: asks for a response, or whether a stored one is still valid, and says what is to be
 * kept. What is not to be shared goes to the one who asked, and to nobody else: those who wait for the same key are told to ask for
 * themselves.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future catches its own failures
final class Load implements Loader.AsyncConditional<String, Kept> {

    /** Takes a response that is not stored; called once at most. */
    interface Own {
        /** The response is for this request only. */
        void take(ResponseHead head, Flow.Publisher<ByteBuffer> content);
    }

    private final HttpCache cache;
    private final Origin origin;
    private final Asked asked;
    private final Kept.@Nullable Variants under;
    private final Own own;
    private final Consumer<ResponseHead> interim;
    private final @Nullable String range;
    private final CompletableFuture<Loaded<Kept>> loaded = new CompletableFuture<>();

    /** Set once the origin is asked by this load, and not by another one of the same key. */
    private final AtomicBoolean leading = new AtomicBoolean();

    private volatile @Nullable Integer status;
    private volatile Kept.@Nullable Response kept;
    private volatile boolean stored;
    private volatile @Nullable OriginFailure failure;
    private volatile @Nullable Gathering gathering;

    /**
     * Creates a load.
     *
     * @param under the entry that leads to the key, if that is a variant's; null if it is the primary key
     * @param interim takes interim responses of the origin
     * @param range which part the origin is asked for; null for the whole
     */
    Load(
            HttpCache cache,
            Origin origin,
            Asked asked,
            Kept.@Nullable Variants under,
            Own own,
            Consumer<ResponseHead> interim,
            @Nullable String range) {
        this.cache = cache;
        this.origin = origin;
        this.asked = asked;
        this.under = under;
        this.own = own;
        this.interim = interim;
        this.range = range;
    }

    /** Returns whether it has asked the origin and knows what came of it. One that goes on in the background has not answered anybody. */
    boolean hasLed() {
        return leading.get() && loaded.isDone();
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

    /** Returns whether the response is stored, as far as the origin and the bounds of the route go. */
    boolean isStored() {
        return stored;
    }

    /** Returns how the origin failed; null if it did not. */
    @Nullable
    OriginFailure failure() {
        return failure;
    }

    /** The origin is asked once, even if the engine begins anew because the lease has run out. */
    @Override
    public CompletionStage<Loaded<Kept>> load(String key, @Nullable Kept previous) {
        if (leading.compareAndSet(false, true)) {
            limit();
            try {
                send(key, previous instanceof Kept.Response response ? response : null);
            } catch (RuntimeException | Error e) {
                broke(e);
            }
        }
        return loaded;
    }

    /** From now on head and content may take as long as the cache allows: shorter than the lease, so that all who wait are answered. */
    private void limit() {
        CompletableFuture<Void> deadline = new CompletableFuture<>();
        deadline.orTimeout(cache.patience().toMillis(), TimeUnit.MILLISECONDS).whenComplete((ended, late) -> {
            if (late != null) {
                fail(OriginFailure.silent(late));
                Gathering under = gathering;
                if (under != null) {
                    under.giveUp();
                }
            }
        });
        loaded.whenComplete((done, failed) -> deadline.complete(null));
    }

    private void send(String key, Kept.@Nullable Response before) {
        RequestHead request = asked.ruling().origin();
        if (before != null) {
            request = Validation.request(request, List.of(before.stored()));
        }
        if (range != null) {
            request = request.with(request.fields().with("Range", range));
        }
        Instant requested = cache.now();
        origin.send(request.with(cache.outgoing(request.fields())), asked.body(), interim)
                .whenComplete((response, failed) -> {
                    if (response == null) {
                        fail(OriginFailure.silent(failed));
                        return;
                    }
                    Incoming content = new Incoming(response.content());
                    try {
                        received(key, before, response, content, new Exchange(requested, cache.now()));
                    } catch (RuntimeException | Error e) {
                        content.drop();
                        broke(e);
                    }
                });
    }

    private void received(
            String key, Kept.@Nullable Response before, Origin.Response response, Incoming content, Exchange times) {
        if (loaded.isDone()) {
            content.drop();
            return;
        }
        ResponseArrival arrival = response.arrival();
        status = arrival.status();
        Judged judged = asked.judge(response);
        boolean notModified = arrival.status() == 304;
        if (judged instanceof Judged.Broken || (notModified && !isWhole(before))) {
            content.drop();
            fail(OriginFailure.improper());
        } else if (judged instanceof Judged.NotShared && notModified) {
            // It answers the conditions of this cache, and not those of the client, who gets a whole response of its
            // own.
            content.drop();
            send(key, null);
        } else if (judged instanceof Judged.NotShared notShared) {
            own.take(notShared.response(), content);
            notShared(notShared);
        } else if (judged instanceof Judged.Shared shared) {
            shared(key, before, shared.response(), content, times);
        }
    }

    /** Parts are not asked about. */
    private static boolean isWhole(Kept.@Nullable Response before) {
        return before != null && before.stored().coverage() == null;
    }

    private void notShared(Judged.NotShared notShared) {
        int code = notShared.response().status();
        Failure failed = Failure.of(code);
        boolean blamed = notShared.reason() == Judged.Unshared.FAULT_OF_REQUEST
                || notShared.reason() == Judged.Unshared.PROVOKED;
        if (failed != null && !blamed) {
            fail(OriginFailure.error(failed));
        } else if (blamed || (code >= 400 && code != 404 && code != 410)) {
            leave(null);
        } else {
            nothing(true);
        }
    }

    private void shared(
            String key, Kept.@Nullable Response before, ResponseHead head, Incoming content, Exchange times) {
        if (before != null && isWhole(before)) {
            Validation validation = Validation.of(List.of(before.stored()), head, times.received());
            if (validation instanceof Validation.Valid) {
                content.drop();
                freshen(before, head, times);
                return;
            }
            if (validation instanceof Validation.Unknown) {
                content.drop();
                send(key, null);
                return;
            }
        }
        Failure failed = Failure.of(head.status());
        Storing storing = Storing.of(asked.ruling().request(), head, true, times, asked.settings());
        if (storing instanceof Storing.Store store && (store.stored().coverage() == null || range != null)) {
            gather(before, store.stored(), head, content, times);
        } else if (failed != null) {
            own.take(head, content);
            fail(OriginFailure.error(failed));
        } else {
            own.take(head, content);
            refused(head, storing instanceof Storing.Refuse refuse ? refuse.reason() : Refusal.PARTIAL);
        }
    }

    private void refused(ResponseHead head, Refusal reason) {
        if (reason.isOfRequest() || reason == Refusal.PARTIAL || head.status() >= 500) {
            leave(null);
        } else {
            nothing(reason.isLasting());
        }
    }

    private void freshen(Kept.Response before, ResponseHead head, Exchange times) {
        Validation.Freshened freshened =
                Validation.freshen(before.stored(), asked.ruling().request(), head, times, asked.settings());
        SortedSet<String> tags = asked.tags(freshened.head().fields());
        if (freshened.storing() instanceof Storing.Store store && tags != null) {
            Kept.Response response = new Kept.Response(cache.nextId(), store.stored(), before.content(), tags);
            stored = true;
            kept = response;
            NoVarySearch says = asked.says(freshened.head().fields());
            if (says.equals(asked.rule())) {
                loaded.complete(Loaded.value(response));
            } else {
                learn(says, response, true);
            }
        } else {
            own.take(freshened.head(), new Pieces(List.of(ByteBuffer.wrap(before.content()))));
            if (freshened.isToBeRemoved()) {
                nothing(true);
            } else {
                leave(null);
            }
        }
    }

    private void gather(
            Kept.@Nullable Response before, Stored stored, ResponseHead head, Incoming content, Exchange times) {
        SortedSet<String> tags = asked.tags(head.fields());
        String variant = Keys.values(asked.keyed(), stored.variant());
        boolean admitted = tags != null
                && (before != null
                        || asked.bounds().admit(asked.primary(), variant, tags, System.nanoTime())
                                == Bounds.Verdict.STORE);
        Gathering gathers = new Gathering(asked.route().maxContent(), new Gathering.Outcome() {
            @Override
            public void onWhole(byte[] bytes) {
                try {
                    Stored aged = stored.after(Duration.between(times.received(), cache.now()));
                    if (stored.coverage() == null) {
                        whole(before, head, aged, bytes, tags, admitted);
                    } else {
                        part(before, head, aged, bytes, times, admitted);
                    }
                } catch (RuntimeException | Error e) {
                    broke(e);
                }
            }

            @Override
            public void onTooLong(Flow.Publisher<ByteBuffer> all) {
                own.take(head, all);
                if (stored.coverage() == null) {
                    loaded.complete(Loaded.value(new Kept.Pass()));
                } else {
                    leave(null);
                }
            }

            @Override
            public void onFailure(Throwable cause) {
                fail(OriginFailure.silent(cause));
            }
        });
        gathering = gathers;
        content.subscribe(gathers);
        if (loaded.isDone()) {
            gathers.giveUp();
        }
    }

    /** What is over the bounds of the route, or has tags that cannot be kept, is given to all who wait in this process, and not stored. */
    private void whole(
            Kept.@Nullable Response before,
            ResponseHead head,
            Stored what,
            byte[] bytes,
            @Nullable SortedSet<String> tags,
            boolean admitted) {
        boolean joined = head.status() == 206 && before != null;
        if (!joined && !ResponseScreening.isWhole(asked.ruling().request().method(), head, bytes.length)) {
            fail(OriginFailure.silent(null));
            return;
        }
        Kept.Response response = new Kept.Response(cache.nextId(), what, bytes, tags == null ? ofRoute() : tags);
        kept = response;
        NoVarySearch says = asked.says(head.fields());
        if (!admitted || tags == null) {
            leave(response);
        } else if (says.equals(asked.rule())) {
            stored = true;
            keep(response);
        } else {
            learn(says, response, before != null);
        }
    }

    /** A part joins those of the same representation that are stored, unless they were too long together; else it replaces them. */
    private void part(
            Kept.@Nullable Response before,
            ResponseHead head,
            Stored part,
            byte[] bytes,
            Exchange times,
            boolean admitted) {
        Coverage added = Objects.requireNonNull(part.coverage());
        ByteRange addition = added.ranges().get(0);
        if (bytes.length != addition.length()) {
            fail(OriginFailure.silent(null));
            return;
        }
        Parts.Joined joined = before == null ? null : Parts.joined(before, asked, head, addition, bytes, times);
        if (joined == null) {
            whole(before, head, part, bytes, asked.tags(head.fields()), admitted);
        } else {
            Stored aged = joined.stored().after(Duration.between(times.received(), cache.now()));
            whole(
                    before,
                    aged.head(),
                    aged,
                    joined.content(),
                    asked.tags(aged.head().fields()),
                    admitted);
        }
    }

    /**
     * A response whose key is not the one that it asks for teaches that, and is not stored: only a load under that key's lease may fill it.
     * An error is no reason to believe it.
     *
     * @param replaces whether something is stored under the key already
     */
    private void learn(NoVarySearch says, Kept.Response response, boolean replaces) {
        stored = false;
        if (response.stored().head().status() >= 400) {
            leave(response);
        } else if (under != null) {
            cache.store().invalidate(asked.primary());
            loaded.complete(Loaded.value(null));
        } else if (asked.isLed()) {
            loaded.complete(Loaded.value(new Kept.Pass()));
        } else if (asked.rule().equals(NoVarySearch.ALL)) {
            note(says, response, replaces);
        } else {
            loaded.complete(Loaded.value(new Kept.Search(says, ofRoute())));
        }
    }

    private void note(NoVarySearch says, Kept.Response response, boolean replaces) {
        String path = asked.place().path();
        if (asked.bounds().admit(path, "", ofRoute(), System.nanoTime()) != Bounds.Verdict.STORE) {
            leave(response);
            return;
        }
        cache.store().put(path, new Kept.Search(says, ofRoute())).whenComplete((delivery, failed) -> {
            cache.searches().add(path);
            if (replaces) {
                loaded.complete(Loaded.value(null));
            } else {
                leave(response);
            }
        });
    }

    private SortedSet<String> ofRoute() {
        return new TreeSet<>(List.of(asked.route().tag()));
    }

    /** Keeps a response: under its key, or, where it varies, under the key of a variant, with the way to it under the primary key. */
    private void keep(Kept.Response response) {
        Vary vary = Vary.of(response.stored().head().fields(), asked.settings());
        boolean varies = !vary.names().isEmpty() || !asked.keyed().isEmpty();
        if (under != null) {
            keepUnder(under, vary, response);
        } else if (varies) {
            Ways.begin(cache, asked, vary, response).whenComplete((way, failed) -> loaded.complete(Loaded.value(way)));
        } else {
            loaded.complete(Loaded.value(response));
        }
    }

    /** If the origin names other fields now, what leads to the variants is wrong; an error is no reason to believe so. */
    private void keepUnder(Kept.Variants way, Vary vary, Kept.Response response) {
        if (vary.names().equals(way.fields())) {
            Ways.narrow(cache, asked, way, response)
                    .whenComplete((narrowed, failed) -> loaded.complete(Loaded.value(response)));
            return;
        }
        stored = false;
        if (response.stored().head().status() < 300) {
            cache.store().invalidate(asked.primary());
            loaded.complete(Loaded.value(null));
        } else {
            leave(null);
        }
    }

    /** Ends the load, and leaves in the store what is there. */
    private void leave(Kept.@Nullable Response shared) {
        loaded.complete(Loaded.unstored(new Kept.Apart(shared, asked)));
    }

    /**
     * Ends the load with nothing to be shared. With credentials, others may well get what can be: so what is stored stays, and their requests
     * wait for each other, as before.
     *
     * @param lasting whether the next response will probably be for one client as well
     */
    private void nothing(boolean lasting) {
        Fields request = asked.ruling().request().fields();
        if (request.has("Authorization") || request.has("Cookie")) {
            leave(null);
        } else {
            loaded.complete(Loaded.value(lasting ? new Kept.Pass() : null));
        }
    }

    private void fail(OriginFailure how) {
        failure = how;
        loaded.completeExceptionally(how);
    }

    private void broke(Throwable error) {
        cache.broke(error);
        loaded.completeExceptionally(error);
    }
}
