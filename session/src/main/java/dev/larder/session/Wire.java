package dev.larder.session;

import dev.larder.Keyspace;
import dev.larder.NearKeys;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisTimeoutException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends commands of sessions, and brings their answers from the I/O thread to an executor. */
final class Wire {

    private final Keyspace keyspace;
    private final Redis redis;
    private final boolean near;

    /**
     * Creates it.
     *
     * @param redis the connections of the keyspace that are used
     * @param near whether copies are kept, which know of what is written here from before it is sent
     */
    Wire(Keyspace keyspace, Redis redis, boolean near) {
        this.keyspace = keyspace;
        this.redis = redis;
        this.near = near;
    }

    /** Returns when whoever asks now has given up, by {@link System#nanoTime()}. */
    long late() {
        return System.nanoTime() + redis.commandTimeout().toNanos();
    }

    /**
     * Sends one command that does no harm whenever it is done: its caller is told at once that there is no answer.
     *
     * @param answered makes the outcome of an answer; on the executor
     * @param failed makes the outcome where there is no answer; on the executor
     */
    <A, R> CompletableFuture<R> ask(
            Command<A> command,
            Executor executor,
            Function<A, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        return send(command, null, executor, System.nanoTime(), answered, failed);
    }

    /**
     * Sends one command that writes, and whose script does nothing once it has been under way for the command time-out. Where the
     * connection was lost it may still be done until then; so its caller is told no earlier, lest he be overtaken by his own command.
     *
     * @param answered makes the outcome of an answer; on the executor
     * @param failed makes the outcome where there is no answer; on the executor
     */
    <A, R> CompletableFuture<R> write(
            Command<A> command,
            Executor executor,
            Function<A, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        return write(command, null, executor, answered, failed);
    }

    /**
     * The same, with a read behind it in the same flush, which sees what the command has changed; an answer is told after that of the read, on
     * the same wake-up.
     */
    <A, R> CompletableFuture<R> write(
            Command<A> command,
            NearKeys<?>.@Nullable Reading behind,
            Executor executor,
            Function<A, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        return send(command, behind, executor, late(), answered, failed);
    }

    private <A, R> CompletableFuture<R> send(
            Command<A> command,
            NearKeys<?>.@Nullable Reading behind,
            Executor executor,
            long late,
            Function<A, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        CompletableFuture<R> outcome = new CompletableFuture<>();
        Reply<A> reply = reply(outcome, behind, executor, late, answered, failed);
        List<Call<?>> calls = new ArrayList<>(4);
        calls.add(near ? keyspace.writing(command, reply) : new Call<>(command, reply));
        if (behind != null) {
            calls.addAll(behind.calls());
        }
        redis.sendAll(calls);
        return outcome;
    }

    /**
     * Has somebody else send a command that writes, with others.
     *
     * @param late by {@link System#nanoTime()}, when its caller has given up and it is not done any more
     * @param sender is given what takes the answer
     * @param answered makes the outcome of an answer; on the executor
     * @param failed makes the outcome where there is no answer; on the executor
     */
    <A, R> CompletableFuture<R> write(
            long late,
            Consumer<Reply<A>> sender,
            Executor executor,
            Function<A, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        CompletableFuture<R> outcome = new CompletableFuture<>();
        sender.accept(reply(outcome, null, executor, late, answered, failed));
        return outcome;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // neither the read nor the timer is to be cancelled
    private <A, R> Reply<A> reply(
            CompletableFuture<R> outcome,
            NearKeys<?>.@Nullable Reading behind,
            Executor executor,
            long late,
            Function<A, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        return new Reply<>() {
            @Override
            public void onValue(@Nullable A value, boolean tracked) {
                Runnable told = () -> complete(outcome, () -> answered.apply(require(value)));
                if (behind == null || behind.result().isDone()) {
                    executor.execute(told);
                } else {
                    behind.result().whenComplete((read, failure) -> told.run());
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                Runnable told = () -> executor.execute(() -> complete(outcome, () -> failed.apply(failure)));
                long left = failure instanceof RedisTimeoutException ? late - System.nanoTime() : 0;
                if (left > 0) {
                    keyspace.later(Duration.ofNanos(left), told);
                } else {
                    told.run();
                }
            }
        };
    }

    /**
     * Sends commands in one flush, in order.
     *
     * @param answered makes the outcome of all answers; on the executor
     * @param failed makes the outcome where there is not an answer to each; on the executor
     */
    <R> CompletableFuture<R> askAll(
            List<Command<?>> commands,
            Executor executor,
            Function<List<Object>, CompletionStage<R>> answered,
            Function<RedisException, CompletionStage<R>> failed) {
        CompletableFuture<R> outcome = new CompletableFuture<>();
        Answers answers = new Answers(commands.size());
        Runnable all = () -> executor.execute(() -> complete(outcome, () -> {
            RedisException failure = answers.failure;
            return failure == null ? answered.apply(answers.all()) : failed.apply(failure);
        }));
        List<Call<?>> calls = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            calls.add(call(commands.get(i), i, answers, all));
        }
        redis.sendAll(calls);
        return outcome;
    }

    private static <A> Call<A> call(Command<A> command, int at, Answers answers, Runnable all) {
        return new Call<>(command, new Reply<A>() {
            @Override
            public void onValue(@Nullable A value, boolean tracked) {
                answers.values.set(at, value);
                arrived();
            }

            @Override
            public void onFailure(RedisException failure) {
                answers.failure = failure;
                arrived();
            }

            private void arrived() {
                if (answers.open.decrementAndGet() == 0) {
                    all.run();
                }
            }
        });
    }

    /** The answers to several commands, which may come on several threads. */
    private static final class Answers {

        private final AtomicReferenceArray<@Nullable Object> values;
        private final AtomicInteger open;
        private volatile @Nullable RedisException failure;

        private Answers(int commands) {
            this.values = new AtomicReferenceArray<>(commands);
            this.open = new AtomicInteger(commands);
        }

        List<Object> all() {
            List<Object> all = new ArrayList<>(values.length());
            for (int i = 0; i < values.length(); i++) {
                all.add(require(values.get(i)));
            }
            return all;
        }
    }

    private static <A> A require(@Nullable A value) {
        if (value == null) {
            throw new IllegalStateException("redis answered nothing to a command that always answers");
        }
        return value;
    }

    /** Returns what a stage has failed with, from what a later one is told. */
    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private interface Step<R> {
        CompletionStage<R> take();
    }

    private static <R> void complete(CompletableFuture<R> outcome, Step<R> step) {
        try {
            CompletableFuture<R> next = step.take().toCompletableFuture();
            if (next.isDone() && !next.isCompletedExceptionally()) {
                outcome.complete(next.join());
            } else {
                hand(next, outcome);
            }
        } catch (RuntimeException | Error e) {
            outcome.completeExceptionally(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome carries what comes of it
    private static <R> void hand(CompletableFuture<R> from, CompletableFuture<R> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(failure);
            }
        });
    }
}
