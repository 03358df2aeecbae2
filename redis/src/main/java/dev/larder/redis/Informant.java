package dev.larder.redis;

import dev.larder.redis.RedisConfig.Node;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection to whichever of several servers answers, for questions about the installation. Keeps the one that
 * answered last, and goes through the others when it fails. One question at a time.
 */
final class Informant implements AutoCloseable {

    /**
     * An answer.
     *
     * @param from the server that gave it
     * @param value as {@link Answer} collects it
     */
    record Heard(Node from, @Nullable Object value) {}

    /** A connection in use. */
    private record Line(Node node, StatefulRedisConnection<byte[], byte[]> connection) {}

    private final RedisConfig config;
    private final Transport transport;
    private final ScheduledExecutorService timer;
    private final boolean anonymousFirst;
    private final AtomicReference<@Nullable Line> line = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * An informant.
     *
     * @param anonymousFirst whether to send credentials only where they are asked for
     */
    Informant(RedisConfig config, Transport transport, ScheduledExecutorService timer, boolean anonymousFirst) {
        this.config = config;
        this.transport = transport;
        this.timer = timer;
        this.anonymousFirst = anonymousFirst;
    }

    /** Asks until one of the candidates answers, with an error or not; fails with what the last of them said. */
    CompletionStage<Heard> ask(List<Node> candidates, Verb verb, String... args) {
        List<byte[]> bytes = List.of(args).stream().map(Texts::bytes).toList();
        CompletableFuture<Heard> answer = new CompletableFuture<>();
        Line mine = line.get();
        if (mine != null && mine.connection().isOpen()) {
            put(mine, verb, bytes).whenComplete((heard, failure) -> {
                if (heard != null) {
                    answer.complete(heard);
                } else {
                    drop(mine);
                    next(candidates, 0, verb, bytes, answer, failure);
                }
            });
        } else {
            next(candidates, 0, verb, bytes, answer, null);
        }
        return answer;
    }

    private void next(
            List<Node> candidates,
            int index,
            Verb verb,
            List<byte[]> args,
            CompletableFuture<Heard> answer,
            @Nullable Throwable last) {
        if (closed || index >= candidates.size()) {
            answer.completeExceptionally(last == null ? new RedisUnavailableException("redis: closed", null) : last);
            return;
        }
        Node node = candidates.get(index);
        connect(node)
                .thenCompose(opened -> {
                    Line mine = new Line(node, opened.connection());
                    line.set(mine);
                    if (closed) {
                        drop(mine);
                    }
                    return put(mine, verb, args).whenComplete((heard, failure) -> {
                        if (failure != null) {
                            drop(mine);
                        }
                    });
                })
                .whenComplete((heard, failure) -> {
                    if (heard != null) {
                        answer.complete(heard);
                    } else {
                        RedisException reason = Diagnosis.explain(Primary.address(node), config, failure);
                        next(candidates, index + 1, verb, args, answer, reason);
                    }
                });
    }

    private CompletionStage<Transport.Opened> connect(Node node) {
        if (!anonymousFirst || !transport.logsIn()) {
            return transport.connect(node, !anonymousFirst, false);
        }
        return transport
                .connect(node, false, false)
                .handle((opened, failure) -> failure == null
                        ? CompletableFuture.completedStage(opened)
                        : transport.connect(node, true, false))
                .thenCompose(connected -> connected);
    }

    private CompletionStage<Heard> put(Line mine, Verb verb, List<byte[]> args) {
        Question question = new Question(mine);
        Exchange exchange = new Exchange(verb, args, question, question, System.nanoTime(), 0);
        ScheduledFuture<?> limit =
                timer.schedule(exchange::expire, config.commandTimeout().toNanos(), TimeUnit.NANOSECONDS);
        mine.connection().dispatch(exchange);
        return question.answer.whenComplete((heard, failure) -> limit.cancel(false));
    }

    private void drop(Line mine) {
        if (line.compareAndSet(mine, null)) {
            transport.close(mine.connection());
        }
    }

    @Override
    public void close() {
        closed = true;
        Line mine = line.get();
        if (mine != null) {
            drop(mine);
        }
    }

    /** One question. */
    private final class Question implements Outcome, Carrier {

        private final Line mine;
        private final CompletableFuture<Heard> answer = new CompletableFuture<>();

        Question(Line mine) {
            this.mine = mine;
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            answer.complete(new Heard(mine.node(), value));
        }

        @Override
        public void refused(String error, boolean late) {
            String remedy = "";
            if (error.contains("cluster support disabled")) {
                remedy = "; it is a single server: write redis:// and leave cluster=true out";
            } else if (Permission.lacking(error)) {
                remedy = anonymousFirst ? Permission.remedyOnSentinel() : Permission.remedy(config);
            }
            answer.completeExceptionally(new UnsuitableServerException(
                    "redis " + Primary.address(mine.node()) + ": the server refuses to say who is primary: " + error
                            + remedy,
                    null));
        }

        @Override
        public void failed(RedisException failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void finished(Exchange exchange) {
            // nothing is kept of it
        }

        @Override
        public void broken(Throwable cause) {
            // the failure of the question drops the connection
        }

        @Override
        public RedisException failure(Exchange exchange, boolean written, @Nullable Throwable cause) {
            return new RedisUnavailableException(
                    "redis " + Primary.address(mine.node()) + ": no answer to " + exchange.verb()
                            + (cause == null ? " in time (command-timeout)" : ": " + cause.getMessage()),
                    cause);
        }
    }
}
