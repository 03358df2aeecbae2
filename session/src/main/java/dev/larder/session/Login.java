package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.redis.RedisException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One login: makes the new session with what the old one is known to hold, then ends the old one if it holds nothing else by then; what
 * it does is carried over first. The two are of different slots of a Cluster where nobody becomes somebody, so that no script can do it
 * at once. Until the old one is ended nobody knows the ID of the new one.
 */
final class Login {

    /** How often the index is read on: each time settles some hundreds of sessions. */
    private static final int ROUNDS = 100;

    /** How often changes are carried over: each time somebody else has saved meanwhile. */
    private static final int CARRIES = 50;

    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final RedisSessions sessions;
    private final Executor executor;
    private final Name name;
    private final Visitor visitor;
    private final boolean replaces;

    /** What of the old session is known, as it holds it, and so has been copied. */
    private Map<String, byte[]> copied;

    private final Map<String, byte[]> attributes;
    private final Map<String, Change> changes;

    /** What the old session is called by now. */
    private @Nullable Name oldName;

    Login(RedisSessions sessions, @Nullable LiveSession old, String userId, Details details, Executor executor) {
        this.sessions = sessions;
        this.executor = executor;
        String owner = sessions.keys.owner(userId);
        requireNonNull(details, "details");
        this.name = sessions.keys.fresh(owner);
        if (old == null) {
            this.visitor = Visitor.fresh(userId, details);
            this.copied = Map.of();
            this.changes = Map.of();
            this.attributes = new HashMap<>();
        } else {
            Stored stored = old.stored();
            // the number stays, and so what is bound to it can be copied as it is
            this.visitor = new Visitor(stored.visitor().number(), userId, details);
            this.oldName = stored.name();
            this.copied = stored.attributes().stored();
            this.changes = old.changes().all();
            this.attributes = new HashMap<>(stored.attributes().with(changes).stored());
        }
        this.replaces = old != null && userId.equals(old.stored().visitor().userId());
    }

    CompletionStage<Grant> run() {
        Throwable heldUp = sessions.orders.holdsUp(name.owner());
        return heldUp == null ? make(List.of(), ROUNDS) : done(new Grant.Unavailable(heldUp));
    }

    private CompletionStage<Grant> make(List<String> known, int rounds) {
        return sessions.wire.write(
                sessions.commands.login(name, sessions.replies.seal(name, visitor), attributes, known, replaces),
                executor,
                reply -> switch (Replies.verdict(reply)) {
                    case 'f' -> done(new Grant.Full(sessions.policy.maxPerUser()));
                    case 'l' -> more(reply, rounds);
                    case 'n' -> done(new Grant.Ended(EndReason.ENDED));
                    default -> made(Replies.number(reply.get(0)));
                },
                failure -> done(sessions.undo(name, failure, executor)));
    }

    private CompletionStage<Grant> more(List<byte[]> reply, int rounds) {
        if (rounds == 0) {
            return done(new Grant.Unavailable(new IllegalStateException("after " + ROUNDS
                    + " tries the sessions of the user could not be counted, because they change all the time")));
        }
        return make(reply.stream().skip(1).map(Replies::text).toList(), rounds - 1);
    }

    private CompletionStage<Grant> made(long now) {
        return oldName == null ? done(grant(now)) : close(oldName, now, CARRIES, TRIES);
    }

    private Grant grant(long now) {
        return sessions.granted(sessions.replies.made(name, visitor, now, sessions.policy, attributes));
    }

    private CompletionStage<Grant> close(Name closing, long now, int carries, int tries) {
        Grant refusal = sessions.orders.obey(closing, Grant.Ended::new, Grant.Unavailable::new);
        if (refusal != null) {
            return without(refusal);
        }
        return sessions.wire.write(
                sessions.commands.close(closing, name, copied),
                executor,
                reply -> switch (Replies.verdict(reply)) {
                    case 's' -> done(grant(now));
                    case 'r' ->
                        carries > 0
                                ? close(sessions.keys.next(closing), now, carries - 1, tries)
                                : ended(EndReason.ROTATED);
                    case 'c' ->
                        reply.size() > 1 && carries > 0
                                ? carry(closing, StoredAttributes.of(reply.subList(1, reply.size())), now, carries)
                                : ended(EndReason.of(reply.get(0)));
                    default -> ended(RedisSessions.reason(reply));
                },
                failure -> again(failure, tries, () -> close(closing, now, carries, tries - 1)));
    }

    /** The old session has been ended: so is the new one. */
    private CompletionStage<Grant> ended(@Nullable EndReason reason) {
        return without(new Grant.Ended(reason));
    }

    /** Ends the new session, of which nobody has heard, before its caller is told: he must not find it in a list. */
    private CompletionStage<Grant> without(Grant refusal) {
        return sessions.orders.end(name, EndReason.ENDED, executor).handle((delivery, failure) -> refusal);
    }

    /** Brings what somebody else has changed over; what the caller has changed himself stays. */
    private CompletionStage<Grant> carry(Name closing, Map<String, byte[]> found, long now, int carries) {
        Map<String, byte[]> changed = new HashMap<>();
        found.forEach((attribute, value) -> {
            if (!changes.containsKey(attribute) && !Arrays.equals(value, copied.get(attribute))) {
                changed.put(attribute, value);
            }
        });
        List<String> removed = copied.keySet().stream()
                .filter(attribute -> !changes.containsKey(attribute) && !found.containsKey(attribute))
                .toList();
        copied = found;
        attributes.putAll(changed);
        removed.forEach(attributes::remove);
        return write(closing, changed, removed, now, carries, TRIES);
    }

    private CompletionStage<Grant> write(
            Name closing, Map<String, byte[]> changed, List<String> removed, long now, int carries, int tries) {
        return sessions.wire.write(
                sessions.commands.carry(name, changed, removed),
                executor,
                reply -> Replies.verdict(reply) == 's'
                        ? close(closing, now, carries - 1, TRIES)
                        : ended(RedisSessions.reason(reply)),
                failure -> again(failure, tries, () -> write(closing, changed, removed, now, carries, tries - 1)));
    }

    private interface Step {
        CompletionStage<Grant> take();
    }

    /** A step can be repeated. If it cannot be done at all, nobody is logged in. */
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome carries what comes of it
    private CompletionStage<Grant> again(RedisException failure, int tries, Step step) {
        if (tries == 0) {
            sessions.abandon(name, executor);
            return done(new Grant.Unavailable(failure));
        }
        CompletableFuture<Grant> outcome = new CompletableFuture<>();
        sessions.keyspace.later(
                PAUSE,
                () -> step.take().whenComplete((grant, thrown) -> {
                    if (thrown == null) {
                        outcome.complete(grant);
                    } else {
                        outcome.completeExceptionally(thrown);
                    }
                }));
        return outcome;
    }

    private static CompletionStage<Grant> done(Grant grant) {
        return CompletableFuture.completedFuture(grant);
    }
}
