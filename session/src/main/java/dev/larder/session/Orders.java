package dev.larder.session;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.redis.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ends of sessions: orders that do not get lost, and that this process obeys before Redis does. */
final class Orders {

    private static final String ONE = "one:";
    private static final String HANDLE = "handle:";
    private static final String ALL = "all:";

    /** All sessions of a user but one, or all, that began before. */
    private static final String OTHERS = "others:";

    /** Some session of a user, under a name that it may have given up since. */
    private static final String SOME = "some:";

    /** Some session of a user, under whichever names are known. */
    private static final String ANY = "any:";

    private final Keyspace keyspace;
    private final SessionKeys keys;
    private final Commands commands;

    Orders(Keyspace keyspace, SessionKeys keys, Commands commands) {
        this.keyspace = keyspace;
        this.keys = keys;
        this.commands = commands;
    }

    /** Ends a session, under whichever name it goes on by now. */
    CompletionStage<Delivery> end(Name name, EndReason reason, Executor executor) {
        List<String> handles = keys.chain(name).stream().map(Name::handle).toList();
        List<String> also = Stream.concat(
                        Stream.of(ANY + name.owner()), handles.stream().skip(1).map(ONE::concat))
                .toList();
        return commit(ONE + name.handle(), also, commands.end(name.owner(), handles, reason), executor);
    }

    CompletionStage<Delivery> end(String owner, String handle, Executor executor) {
        return commit(
                HANDLE + handle,
                List.of(SOME + owner),
                commands.end(owner, List.of(handle), EndReason.ENDED),
                executor);
    }

    CompletionStage<Delivery> endAll(String owner, Executor executor) {
        return commit(ALL + owner, List.of(OTHERS + owner), commands.endAll(owner, List.of()), executor);
    }

    CompletionStage<Delivery> endOthers(Name kept, Executor executor) {
        return commit(
                OTHERS + kept.owner() + ":" + kept.handle(),
                List.of(OTHERS + kept.owner()),
                commands.endAll(kept.owner(), keys.chain(kept)),
                executor);
    }

    private CompletionStage<Delivery> commit(String id, List<String> also, Command<Long> order, Executor executor) {
        CompletableFuture<Delivery> delivery = keyspace.commit(id, also, order).toCompletableFuture();
        return delivery.isDone() ? delivery : delivery.thenApplyAsync(done -> done, executor);
    }

    /**
     * Returns what this process has to answer of a session before Redis knows, or null if it is to be asked.
     *
     * @param ended makes the answer that it is ended
     * @param unsure makes the answer that others of its user are being ended, and that it is not known here whether it is one of them
     */
    <R> @Nullable R obey(Name name, Function<EndReason, R> ended, Function<Throwable, R> unsure) {
        if (!keyspace.pending()) {
            return null;
        }
        if (keyspace.pending(ONE + name.handle()) || keyspace.pending(HANDLE + name.handle())) {
            return ended.apply(EndReason.ENDED);
        }
        if (keyspace.pending(ALL + name.owner())) {
            return ended.apply(EndReason.ALL_ENDED);
        }
        return keyspace.pending(OTHERS + name.owner())
                ? unsure.apply(unanswered("the other sessions of this user are being ended"))
                : keyspace.pending(SOME + name.owner())
                        ? unsure.apply(unanswered(
                                "a session of this user was ended by its handle, which it may have given up since"))
                        : null;
    }

    /** Returns what this process has to answer of a user's sessions before Redis knows, or null if it is to be asked. */
    @Nullable
    SessionList obey(String owner) {
        if (keyspace.pending(ALL + owner)) {
            return new SessionList.Page(List.of(), null);
        }
        boolean some = Stream.of(OTHERS, SOME, ANY).anyMatch(kind -> keyspace.pending(kind + owner));
        return some ? new SessionList.Unavailable(unanswered("sessions of this user are being ended")) : null;
    }

    /** Returns why nobody can log in as a user before Redis knows, or null: what is to be ended would end his new session, too. */
    @Nullable
    Throwable holdsUp(String owner) {
        return keyspace.pending(OTHERS + owner)
                ? unanswered("all or other sessions of this user are being ended")
                : null;
    }

    private static Throwable unanswered(String what) {
        return new IllegalStateException(what + ", and Redis has not answered yet");
    }
}
