package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.Larder;
import dev.larder.NearKeys;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sessions in Redis. {@link SessionKeys} lists its keys, {@link Commands} what is done to them. */
final class RedisSessions implements AsyncSessions {

    final Keyspace keyspace;
    final Redis redis;
    final SessionPolicy policy;
    final SessionKeys keys;
    final Commands commands;
    final Wire wire;
    final Values values;
    final Replies replies;
    final Orders orders;
    final @Nullable NearSessions near;
    private final Reading reading;
    private final Listing listing;
    private final Updates updates;
    private final Sessions blocking = new BlockingSessions(this);

    private RedisSessions(Keyspace keyspace, SessionPolicy policy) {
        this.keyspace = keyspace;
        this.policy = policy;
        this.keys = new SessionKeys(keyspace);
        boolean tracked = policy.nearEntries() > 0;
        this.redis = tracked ? keyspace.redis() : keyspace.untracked();
        this.commands = new Commands(redis, keys, policy);
        this.wire = new Wire(keyspace, redis, tracked);
        this.values = new Values(policy.maxAttributeBytes());
        this.replies = new Replies(keys, values, new Seal(keyspace.keyring()), policy);
        this.orders = new Orders(keyspace, keys, commands);
        this.near = tracked ? new NearSessions(keyspace, policy, keys, commands, replies) : null;
        this.updates = new Updates(redis, policy);
        this.listing = new Listing(keys, commands, wire, replies, orders);
        this.reading = new Reading(this);
    }

    static Sessions on(Larder larder, SessionPolicy policy) {
        return new RedisSessions(larder.keyspace("sessions"), policy).blocking;
    }

    @Override
    public CompletionStage<Grant> create(Details details) {
        return create(details, keyspace.executor());
    }

    CompletionStage<Grant> create(Details details, Executor executor) {
        Name name = keys.anonymous();
        Visitor visitor = Visitor.fresh(null, requireNonNull(details, "details"));
        return wire.write(
                commands.create(name, replies.seal(name, visitor)),
                executor,
                reply -> done(
                        Replies.verdict(reply) == 'n'
                                ? new Grant.Ended(EndReason.ENDED)
                                : granted(replies.made(name, visitor, Replies.number(reply.get(0)), policy, Map.of()))),
                failure -> done(undo(name, failure, executor)));
    }

    /** A session whose making was not answered must not be left to whoever may never hear of it. */
    Grant undo(Name name, RedisException failure, Executor executor) {
        if (failure instanceof RedisTimeoutException) {
            abandon(name, executor);
        }
        return new Grant.Unavailable(failure);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the order is journaled; nobody waits for it
    void abandon(Name name, Executor executor) {
        orders.end(name, EndReason.ENDED, executor);
    }

    Grant granted(Stored stored) {
        return new Grant.Granted(new LiveSession(stored, policy));
    }

    @Override
    public CompletionStage<SessionLookup> read(@Nullable String id) {
        return read(id, keyspace.executor());
    }

    CompletionStage<SessionLookup> read(@Nullable String id, Executor executor) {
        return reading.read(id, executor);
    }

    @Override
    public CompletionStage<SaveResult> save(Session session) {
        return save(session, keyspace.executor());
    }

    CompletionStage<SaveResult> save(Session session, Executor executor) {
        LiveSession live = live(session);
        return save(live, live.changes().all(), executor);
    }

    static LiveSession live(Session session) {
        if (session instanceof LiveSession live) {
            return live;
        }
        throw new IllegalArgumentException(
                "a " + requireNonNull(session, "session").getClass().getName()
                        + " was not made here; give the session that was read");
    }

    /** Goes through the near copy where it can; there is none while an order concerns the session. */
    private CompletionStage<SaveResult> save(LiveSession live, Map<String, Change> changes, Executor executor) {
        Name name = live.stored().name();
        Update update = near == null ? null : near.update(name, changes);
        if (update == null) {
            return save(live, name, changes, executor, SessionKeys.CHAIN);
        }
        long late = wire.late();
        return wire.write(
                late,
                reply -> updates.send(update, late, reply),
                executor,
                (Update.Outcome outcome) -> switch (outcome) {
                    case MET -> saved(live, update);
                    case WRITTEN -> confirm(live, name, update, executor, SessionKeys.CHAIN);
                    case NOT_WRITTEN ->
                        late - System.nanoTime() > 0
                                ? save(live, name, changes, executor, SessionKeys.CHAIN)
                                : done(new SaveResult.Unavailable(
                                        new IllegalStateException("a save has waited for longer than command-timeout"
                                                + " for those before it, and was not sent; Redis is slow or away")));
                },
                failure -> done(new SaveResult.Unavailable(failure)));
    }

    /**
     * Finds out what a save was written to that has not met what the copy held. It is not written again, as others may have changed since what
     * they have read of it. The session was there; so if it is alive it was, and if it is no more, it was unless the user's sessions had been ended before.
     */
    private CompletionStage<SaveResult> confirm(
            LiveSession live, Name name, Update update, Executor executor, int hops) {
        NearKeys<?>.@Nullable Reading reading = near == null ? null : near.reading(name, executor);
        return wire.write(
                commands.save(name, live.stored().attributes(), Map.of(), false),
                reading,
                executor,
                reply -> {
                    char verdict = Replies.verdict(reply);
                    if (verdict == 'r' && hops > 0) {
                        return confirm(live, keys.next(name), update, executor, hops - 1);
                    }
                    return verdict == 's' || name.ofNobody()
                            ? saved(live, update)
                            : confirmEpoch(live, name, update, executor);
                },
                failure -> done(new SaveResult.Unavailable(failure)));
    }

    private CompletionStage<SaveResult> confirmEpoch(LiveSession live, Name name, Update update, Executor executor) {
        return wire.askAll(
                commands.look(name),
                executor,
                answers -> {
                    byte[] epoch = Replies.field(Look.of(name, answers).user(), 'e');
                    return Arrays.equals(epoch, update.before().times().epoch())
                            ? saved(live, update)
                            : done(
                                    new SaveResult.Unavailable(
                                            new IllegalStateException(
                                                    "the sessions of this user were ended at the same time, before or after it was written")));
                },
                failure -> done(new SaveResult.Unavailable(failure)));
    }

    private static CompletionStage<SaveResult> saved(LiveSession live, Update update) {
        live.saved(update);
        return done(new SaveResult.Saved());
    }

    private CompletionStage<SaveResult> save(
            LiveSession live, Name name, Map<String, Change> changes, Executor executor, int hops) {
        SaveResult refusal = orders.obey(name, SaveResult.Ended::new, SaveResult.Unavailable::new);
        if (refusal != null) {
            return done(refusal);
        }
        boolean checked = policy.conflict() == SessionPolicy.Conflict.VERSION_CHECK;
        NearKeys<?>.@Nullable Reading reading = near == null ? null : near.reading(name, executor);
        return wire.write(
                commands.save(name, live.stored().attributes(), changes, checked),
                reading,
                executor,
                reply -> switch (Replies.verdict(reply)) {
                    case 's' -> {
                        live.saved(changes);
                        yield done(new SaveResult.Saved());
                    }
                    case 'c' -> done(conflict(reply));
                    case 'f' -> done(new SaveResult.Full(policy.maxAttributes()));
                    case 'r' ->
                        hops > 0
                                ? save(live, keys.next(name), changes, executor, hops - 1)
                                : done(new SaveResult.Ended(EndReason.ROTATED));
                    default -> done(new SaveResult.Ended(reason(reply)));
                },
                failure -> done(new SaveResult.Unavailable(failure)));
    }

    private static SaveResult conflict(List<byte[]> reply) {
        return reply.size() == 1
                ? new SaveResult.Ended(EndReason.of(reply.get(0)))
                : new SaveResult.Conflict(
                        reply.stream().skip(1).map(StoredAttributes::name).collect(Collectors.toUnmodifiableSet()));
    }

    static @Nullable EndReason reason(List<byte[]> reply) {
        return EndReason.of(reply.get(0));
    }

    @Override
    public CompletionStage<Grant> rotate(Session session) {
        return rotate(session, keyspace.executor());
    }

    CompletionStage<Grant> rotate(Session session, Executor executor) {
        LiveSession live = live(session);
        return rotate(live, live.stored().name(), executor, SessionKeys.CHAIN);
    }

    private CompletionStage<Grant> rotate(LiveSession live, Name name, Executor executor, int hops) {
        Grant refusal = orders.obey(name, Grant.Ended::new, Grant.Unavailable::new);
        if (refusal != null) {
            return done(refusal);
        }
        Name next = keys.next(name);
        Grant ended = orders.obey(next, Grant.Ended::new, Grant.Unavailable::new);
        if (ended != null) {
            return done(ended);
        }
        return wire.write(
                commands.rotate(name, next, replies.seal(next, live.stored().visitor())),
                executor,
                reply -> switch (Replies.verdict(reply)) {
                    case 's' -> done(rotated(live, next));
                    case 'r' ->
                        hops > 0 ? rotate(live, next, executor, hops - 1) : done(new Grant.Ended(EndReason.ROTATED));
                    default -> done(new Grant.Ended(reason(reply)));
                },
                failure -> done(new Grant.Unavailable(failure)));
    }

    private Grant rotated(LiveSession old, Name name) {
        LiveSession next = new LiveSession(old.stored().with(name), policy);
        next.changes().addAll(old.changes());
        return new Grant.Granted(next);
    }

    @Override
    public CompletionStage<Grant> login(String userId, Details details) {
        return login(userId, details, keyspace.executor());
    }

    CompletionStage<Grant> login(String userId, Details details, Executor executor) {
        return new Login(this, null, userId, details, executor).run();
    }

    @Override
    public CompletionStage<Grant> login(Session session, String userId, Details details) {
        return login(session, userId, details, keyspace.executor());
    }

    CompletionStage<Grant> login(Session session, String userId, Details details, Executor executor) {
        LiveSession live = live(session);
        Grant refusal = orders.obey(live.stored().name(), Grant.Ended::new, Grant.Unavailable::new);
        if (refusal != null) {
            return done(refusal);
        }
        String before = live.stored().visitor().userId();
        return before == null || before.equals(userId)
                ? new Login(this, live, userId, details, executor).run()
                : login(userId, details, executor).thenCompose(grant -> takeOver(live, grant, executor));
    }

    /** Somebody else has logged in where a user was: what that one had is not for him. */
    private CompletionStage<Grant> takeOver(LiveSession old, Grant grant, Executor executor) {
        if (!(grant instanceof Grant.Granted granted)) {
            return done(grant);
        }
        return orders.end(old.stored().name(), EndReason.LOGGED_IN, executor)
                .thenApply(ended -> grant)
                .exceptionally(notTaken -> {
                    abandon(live(granted.session()).stored().name(), executor);
                    return new Grant.Unavailable(Wire.cause(notTaken));
                });
    }

    @Override
    public CompletionStage<Delivery> end(@Nullable String id) {
        return end(id, keyspace.executor());
    }

    CompletionStage<Delivery> end(@Nullable String id, Executor executor) {
        Name name = keys.issued(id);
        return name == null ? done(Delivery.ACKNOWLEDGED) : orders.end(name, EndReason.ENDED, executor);
    }

    @Override
    public CompletionStage<Delivery> end(String userId, String handle) {
        return end(userId, handle, keyspace.executor());
    }

    CompletionStage<Delivery> end(String userId, String handle, Executor executor) {
        String owner = keys.owner(userId);
        requireNonNull(handle, "handle");
        return SessionKeys.isHandle(handle) ? orders.end(owner, handle, executor) : done(Delivery.ACKNOWLEDGED);
    }

    @Override
    public CompletionStage<Delivery> endOthers(Session session) {
        return endOthers(session, keyspace.executor());
    }

    CompletionStage<Delivery> endOthers(Session session, Executor executor) {
        Stored stored = live(session).stored();
        return stored.visitor().userId() == null
                ? done(Delivery.ACKNOWLEDGED)
                : orders.endOthers(stored.name(), executor);
    }

    @Override
    public CompletionStage<Delivery> endAll(String userId) {
        return endAll(userId, keyspace.executor());
    }

    CompletionStage<Delivery> endAll(String userId, Executor executor) {
        return orders.endAll(keys.owner(userId), executor);
    }

    @Override
    public CompletionStage<SessionList> list(String userId, @Nullable String cursor, int limit) {
        return list(userId, cursor, limit, keyspace.executor());
    }

    CompletionStage<SessionList> list(String userId, @Nullable String cursor, int limit, Executor executor) {
        return listing.list(keys.owner(userId), Cursor.of(cursor), limit, executor);
    }

    @Override
    public CompletionStage<SaveResult> changeUser(String userId, Consumer<? super AttributeChanges> changes) {
        return changeUser(userId, changes, keyspace.executor());
    }

    CompletionStage<SaveResult> changeUser(
            String userId, Consumer<? super AttributeChanges> changes, Executor executor) {
        String owner = keys.owner(userId);
        ChangeSet set = new ChangeSet(values, policy.maxAttributes());
        requireNonNull(changes, "changes").accept(set);
        if (set.isEmpty()) {
            return done(new SaveResult.Saved());
        }
        return wire.write(
                commands.changeUser(owner, replies.userForm(owner), set.all()),
                executor,
                reply -> done(reply == 0 ? new SaveResult.Full(policy.maxAttributes()) : new SaveResult.Saved()),
                failure -> done(new SaveResult.Unavailable(failure)));
    }

    @Override
    public SessionPolicy policy() {
        return policy;
    }

    @Override
    public Sessions blocking() {
        return blocking;
    }

    static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
