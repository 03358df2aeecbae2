package dev.larder.session.limit;

import dev.larder.CacheUnavailableException;
import dev.larder.Keyspace;
import dev.larder.Larder;
import dev.larder.redis.Redis;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The limits of one process: what can be decided here is, the rest goes to the {@link Gathering} of its slot. */
final class SharedLimits implements AsyncLimits {

    /** The name is a part of each key in Redis, and so as short as can be. */
    private static final String KEYSPACE = "l";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 12;

    private final Keyspace keyspace;
    private final Redis redis;
    private final LongSupplier clock;
    private final Duration longestNote;
    private final Places places;
    private final Outage outage;
    private final GivingBack givingBack;
    private final Counts counts = new Counts();
    private final Gathering first;
    private final Map<Integer, Gathering> others = new ConcurrentHashMap<>();
    private final Limits blocking = new BlockingLimits(this);

    private SharedLimits(Keyspace keyspace, LimitsSpec spec) {
        this.keyspace = keyspace;
        this.clock = spec.nanoTime();
        this.longestNote = spec.longestNote();
        this.places = new Places(keyspace, spec.localKeys(), clock);
        this.redis = keyspace.untracked();
        this.outage = new Outage(spec.localKeys(), clock);
        this.givingBack = new GivingBack(redis);
        this.first = gathering();
    }

    static SharedLimits on(Larder larder, LimitsSpec spec) {
        return new SharedLimits(larder.keyspace(KEYSPACE), spec);
    }

    private Gathering gathering() {
        return new Gathering(redis, clock, counts.scriptCalls);
    }

    /** The one of a slot; outside a Cluster all keys are of slot 0. */
    Gathering gathering(Place place) {
        return place.slot == 0 ? first : others.computeIfAbsent(place.slot, slot -> gathering());
    }

    Outage outage() {
        return outage;
    }

    Decision counted(Decision decision) {
        return counts.count(decision);
    }

    /** Begins a call of one ask. What it answers completes on an I/O thread. */
    CompletableFuture<Decision> begin(Ask ask) {
        keyspace.requireOpen();
        Place place = places.find(ask.limit(), ask.key());
        Note note = place.note;
        if (note != null) {
            Standing denied = note.answer(place.form, ask, clock.getAsLong());
            if (denied != null) {
                return decided(new Decision.Denied(Decision.Basis.NOTE, List.of(denied)));
            }
        }
        HotKey hotKey = place.hotKey;
        if (hotKey != null && ask.cost() > 0) {
            if (hotKey.take(ask.cost(), clock.getAsLong())) {
                return decided(outOfShare(ask, hotKey));
            }
            if (hotKey.mustFill()) {
                fill(place, hotKey);
            }
        }
        return new Visit(this, List.of(want(place, ask, 0))).begin();
    }

    private static Decision outOfShare(Ask ask, HotKey hotKey) {
        Standing standing = new Standing(ask, hotKey.left(), Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);
        return new Decision.Allowed(Decision.Basis.SHARE, Duration.ZERO, List.of(standing), List.of());
    }

    /** Asks the server for a share, beside the call that has found none. Nobody reads the key of this ask, which is as it is kept. */
    private void fill(Place place, HotKey hotKey) {
        Want want = new Want(place, new Ask(place.limit, place.key, place.limit.localShare()), 0, "");
        gathering(place).take(new Part(List.of(want)) {
            @Override
            void decided(Figures figures, int from, long before, boolean allowed) {
                if (allowed) {
                    hotKey.filled(figures.sentNanos());
                } else {
                    hotKey.notFilled(clock.getAsLong());
                }
            }

            @Override
            void failed() {
                hotKey.notFilled(clock.getAsLong());
            }
        });
    }

    /** Begins a call of several asks. */
    CompletableFuture<Decision> begin(List<Ask> asks, Duration patience) {
        requireDistinct(asks);
        keyspace.requireOpen();
        List<Want> wants = new ArrayList<>(asks.size());
        List<Standing> denied = new ArrayList<>(0);
        long now = clock.getAsLong();
        for (Ask ask : asks) {
            Place place = places.find(ask.limit(), ask.key());
            Note note = place.note;
            Standing standing = note == null || !patience.isZero() ? null : note.answer(place.form, ask, now);
            if (standing != null) {
                denied.add(standing);
            }
            wants.add(want(place, ask, Ranges.micros(patience)));
        }
        if (!denied.isEmpty()) {
            return decided(new Decision.Denied(Decision.Basis.NOTE, denied));
        }
        return new Visit(this, wants).begin();
    }

    private CompletableFuture<Decision> decided(Decision decision) {
        return CompletableFuture.completedFuture(counts.count(decision));
    }

    private static Want want(Place place, Ask ask, long patienceMicros) {
        boolean permit = place.form instanceof ConcurrentForm && ask.cost() > 0;
        return new Want(place, ask, patienceMicros, permit ? permitId() : "");
    }

    private static String permitId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void requireDistinct(List<Ask> asks) {
        if (asks.isEmpty() || asks.size() > Ranges.MOST_ASKS) {
            throw new IllegalArgumentException(
                    asks.size() + " asks in one call; 1 to " + Ranges.MOST_ASKS + " are possible");
        }
        for (int i = 1; i < asks.size(); i++) {
            for (int j = 0; j < i; j++) {
                requireDistinct(asks.get(i), asks.get(j));
            }
        }
    }

    /** A name is one limit's: two that share it could share what is counted, and their answers would be told by one name. */
    private static void requireDistinct(Ask one, Ask other) {
        if (!one.limit().name().equals(other.limit().name())) {
            return;
        }
        if (!one.limit().equals(other.limit())) {
            throw new IllegalArgumentException("two limits named " + one.limit().name()
                    + " are asked in one call, and differ; give each limit a name of its own");
        }
        if (one.key().equals(other.key())) {
            throw new IllegalArgumentException(
                    "limit " + one.limit().name() + " is asked twice for one key; ask once, for the sum of both costs");
        }
    }

    CompletableFuture<Decision> beginReserve(List<Ask> asks, Duration maxWait) {
        for (Ask ask : asks) {
            if (!(ask.limit().algorithm() instanceof Algorithm.Gcra)) {
                throw new IllegalArgumentException("limit " + ask.limit().name()
                        + " cannot be reserved of; only those with Gcra know when permits come back");
            }
        }
        if (maxWait.isNegative() || maxWait.compareTo(Algorithm.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a wait of " + maxWait + "; from 0 to " + Algorithm.LONGEST.toDays() + " days are possible");
        }
        return begin(asks, maxWait);
    }

    /** Remembers who has been denied. */
    void note(List<Want> wants, List<Standing> standings, long sentNanos) {
        for (int i = 0; i < wants.size(); i++) {
            Place place = wants.get(i).place();
            Standing standing = standings.get(i);
            if (standing.denied() && wants.get(i).patienceMicros() == 0 && !(place.form instanceof ConcurrentForm)) {
                place.note = Note.of(standing, sentNanos, longestNote);
            }
        }
    }

    /** Gives back all that a part of a call has taken; nobody waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored") // it never fails
    void giveBack(List<Want> wants, List<Standing> standings) {
        List<GivingBack.Item> items = new ArrayList<>(wants.size());
        for (int i = 0; i < wants.size(); i++) {
            Want want = wants.get(i);
            if (standings.get(i).mark() != 0 || !want.permitId().isEmpty()) {
                items.add(new GivingBack.Item(
                        want.place(), want.cost(), standings.get(i).mark(), want.permitId()));
            }
        }
        givingBack.send(items);
    }

    /** Gives back permits of which it is unknown whether they were given; nobody waits for it. */
    @SuppressWarnings("FutureReturnValueIgnored") // it never fails
    void abandon(List<Want> wants) {
        List<GivingBack.Item> items = new ArrayList<>(0);
        for (Want want : wants) {
            if (!want.permitId().isEmpty()) {
                items.add(new GivingBack.Item(want.place(), 1, 0, want.permitId()));
            }
        }
        givingBack.send(items);
    }

    @Override
    public CompletionStage<Decision> tryAcquire(Limit limit, String key) {
        return tryAcquire(limit, key, 1);
    }

    @Override
    public CompletionStage<Decision> tryAcquire(Limit limit, String key, long cost) {
        Ask ask = new Ask(limit, key, cost);
        return apart(() -> begin(ask));
    }

    @Override
    public CompletionStage<Decision> tryAcquire(List<Ask> asks) {
        return apart(() -> begin(asks, Duration.ZERO));
    }

    @Override
    public CompletionStage<Decision> reserve(List<Ask> asks, Duration maxWait) {
        return apart(() -> beginReserve(asks, maxWait));
    }

    @Override
    public CompletionStage<Settlement> refund(Decision.Allowed taken) {
        return refund(taken, Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<Settlement> refund(Decision.Allowed taken, long unused) {
        return apart(() -> beginRefund(taken, unused));
    }

    @Override
    public CompletionStage<Settlement> renew(Permit permit) {
        return apart(() -> beginRenew(permit));
    }

    @Override
    public CompletionStage<Settlement> release(Permit permit) {
        return apart(() -> beginRelease(permit));
    }

    @Override
    public CompletionStage<Settlement> forget(Limit limit, String key) {
        return apart(() -> beginForget(limit, key));
    }

    @Override
    public LimitsStats stats() {
        return counts.snapshot();
    }

    @Override
    public Limits blocking() {
        return blocking;
    }

    CompletableFuture<Settlement> beginRefund(Decision.Allowed taken, long unused) {
        if (unused < 0) {
            throw new IllegalArgumentException("a refund of " + unused + " permits; from 0 are possible");
        }
        keyspace.requireOpen();
        List<GivingBack.Item> items = new ArrayList<>(taken.standings().size());
        for (Standing standing : taken.standings()) {
            long back = Math.min(unused, standing.ask().cost());
            if (standing.mark() != 0 && back > 0) {
                Place place = places.find(standing.limit(), standing.ask().key());
                items.add(new GivingBack.Item(place, back, standing.mark(), ""));
            }
        }
        boolean local = taken.basis() == Decision.Basis.SHARE
                && backIntoShare(taken.standings().get(0), unused);
        for (Permit permit : taken.permits()) {
            if (unused > 0 && permit.local()) {
                local |= outage.release(permit) == Settlement.DONE;
            } else if (unused > 0) {
                items.add(new GivingBack.Item(places.find(permit.limit(), permit.key()), 1, 0, permit.id()));
            }
        }
        return items.isEmpty() && local ? CompletableFuture.completedFuture(Settlement.DONE) : givingBack.send(items);
    }

    private boolean backIntoShare(Standing standing, long unused) {
        HotKey hotKey = places.find(standing.limit(), standing.ask().key()).hotKey;
        return hotKey != null && hotKey.giveBack(Math.min(unused, standing.ask().cost()), clock.getAsLong());
    }

    CompletableFuture<Settlement> beginRenew(Permit permit) {
        keyspace.requireOpen();
        if (permit.local()) {
            return CompletableFuture.completedFuture(outage.renew(permit));
        }
        long lease = Ranges.micros(concurrent(permit).lease());
        return givingBack.renew(places.find(permit.limit(), permit.key()), lease, permit.id());
    }

    CompletableFuture<Settlement> beginRelease(Permit permit) {
        keyspace.requireOpen();
        if (permit.local()) {
            return CompletableFuture.completedFuture(outage.release(permit));
        }
        concurrent(permit);
        return givingBack.send(
                List.of(new GivingBack.Item(places.find(permit.limit(), permit.key()), 1, 0, permit.id())));
    }

    private static Algorithm.Concurrent concurrent(Permit permit) {
        if (permit.limit().algorithm() instanceof Algorithm.Concurrent concurrent) {
            return concurrent;
        }
        throw new IllegalArgumentException(
                "limit " + permit.limit().name() + " gives no permits to be held; only those with Concurrent do");
    }

    CompletableFuture<Settlement> beginForget(Limit limit, String key) {
        keyspace.requireOpen();
        return givingBack.forget(places.find(limit, key));
    }

    /** What depends on the stage runs on the caller's thread, if it is complete already, else on the executor: never on an I/O thread. */
    private <T> CompletionStage<T> apart(Supplier<CompletableFuture<T>> call) {
        try {
            CompletableFuture<T> future = call.get();
            return future.isDone() ? future : future.whenCompleteAsync((value, failure) -> {}, keyspace.executor());
        } catch (CacheUnavailableException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
