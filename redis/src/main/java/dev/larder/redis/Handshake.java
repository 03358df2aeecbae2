package dev.larder.redis;

import io.lettuce.core.api.push.PushMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a new connection before anything else may: the server is checked, tracking is switched on, the scripts
 * are loaded, the listener is told of the flush, and its first calls are answered.
 *
 * <p>Sends {@code INFO server}, {@code INFO replication}, {@code INFO persistence}, {@code CLIENT TRACKING ON} unless it is to be untracked, {@code
 * TIME}, one {@code SCRIPT LOAD} for each script and in a Cluster {@code EXISTS} of a heartbeat's key in one flush, then the
 * calls of {@link RedisListener#onConnect} in another. Runs on the I/O thread from the first answer on.
 */
final class Handshake {

    private final Link link;
    private final Shared shared;
    private final Supplier<IntPredicate> slots;
    private final CompletableFuture<String> version = new CompletableFuture<>();

    Handshake(Link link, Shared shared, Supplier<IntPredicate> slots) {
        this.link = link;
        this.shared = shared;
        this.slots = slots;
    }

    /**
     * Begins.
     *
     * @param suitable run when the server has passed the checks
     * @return the server's name and version when the link can be used
     */
    CompletionStage<String> start(Runnable suitable) {
        link.onPush(this::push);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Verb.INFO, "server"));
        steps.add(new Step(Verb.INFO, "replication"));
        steps.add(new Step(Verb.INFO, "persistence"));
        if (shared.config().tracked()) {
            steps.add(new Step(Verb.CLIENT, "TRACKING", "ON"));
        }
        steps.add(new Step(Verb.TIME));
        for (String source : Script.knownSources()) {
            steps.add(new Step(Verb.SCRIPT, "LOAD", source).trying());
        }
        if (shared.cluster()) {
            steps.add(new Step(Verb.EXISTS, Heartbeats.KEY + 0).trying());
        }
        AtomicInteger left = new AtomicInteger(steps.size());
        List<Exchange> exchanges = new ArrayList<>(steps.size());
        long now = System.nanoTime();
        for (Step step : steps) {
            step.then = () -> {
                if (left.decrementAndGet() == 0) {
                    checked(steps, suitable);
                }
            };
            exchanges.add(new Exchange(step.verb, step.args, link, step, now, 0));
        }
        link.dispatch(exchanges);
        return version;
    }

    private void checked(List<Step> steps, Runnable suitable) {
        for (Step step : steps) {
            RedisException failure = step.failure;
            if (failure != null) {
                version.completeExceptionally(failure);
                return;
            }
        }
        ServerFacts facts = ServerFacts.of(
                steps.get(0).text(), steps.get(1).text(), steps.get(2).text());
        RedisException unsuitable =
                facts.problem(link.address(), shared.config().mode());
        if (unsuitable != null) {
            version.completeExceptionally(unsuitable);
            return;
        }
        suitable.run();
        IntPredicate mine = slots.get();
        boolean changed = shared.lineage().changed(mine, facts.runId());
        List<Call<?>> calls;
        try {
            shared.listener().onFlush(mine);
            calls = shared.listener().onConnect(mine, changed);
        } catch (RuntimeException | Error e) {
            link.courier().misbehaved(e);
            version.completeExceptionally(e);
            return;
        }
        sendFirst(calls, facts.toString());
    }

    private void sendFirst(List<Call<?>> calls, String name) {
        if (calls.isEmpty()) {
            version.complete(name);
            return;
        }
        AtomicInteger left = new AtomicInteger(calls.size());
        Runnable answered = () -> {
            if (left.decrementAndGet() == 0) {
                version.complete(name);
            }
        };
        List<Attempt<?>> attempts = new ArrayList<>(calls.size());
        long now = System.nanoTime();
        for (Call<?> call : calls) {
            attempts.add(counted(call, answered, now));
        }
        link.courier().sendFirst(link, attempts);
    }

    private <T> Attempt<T> counted(Call<T> call, Runnable answered, long now) {
        Reply<? super T> reply = call.reply();
        Reply<T> counting = new Reply<>() {
            @Override
            public void onValue(@Nullable T value, boolean tracked) {
                try {
                    reply.onValue(value, tracked);
                } finally {
                    answered.run();
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                try {
                    reply.onFailure(failure);
                } finally {
                    answered.run();
                }
            }

            @Override
            public void onLateValue(@Nullable T value) {
                reply.onLateValue(value);
            }
        };
        int slot = link.courier().slot(call.command().key());
        return new Attempt<>(link.courier(), call.command(), counting, slot, now);
    }

    /** A push arrived. I/O thread. */
    private void push(PushMessage message) {
        if (!"invalidate".equals(message.getType())) {
            return;
        }
        try {
            List<Object> content = message.getContent();
            if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
                for (Object key : keys) {
                    if (key instanceof ByteBuffer buffer) {
                        byte[] bytes = new byte[buffer.remaining()];
                        buffer.duplicate().get(bytes);
                        shared.counters().pushes.increment();
                        shared.listener().onInvalidate(bytes);
                    }
                }
            } else {
                shared.listener().onFlush(slots.get());
            }
        } catch (RuntimeException | Error e) {
            link.courier().misbehaved(e);
        }
    }

    /** One command of the handshake. */
    private final class Step implements Outcome {

        private final Verb verb;
        private final List<byte[]> args;
        private Runnable then = () -> {};
        private @Nullable Object answer;
        private @Nullable RedisException failure;
        private boolean trying;

        Step(Verb verb, String... args) {
            this.verb = verb;
            this.args = List.of(args).stream().map(Texts::bytes).toList();
        }

        /** Only a lack of the right counts: of what else is wrong, those will hear who need it. */
        Step trying() {
            trying = true;
            return this;
        }

        String text() {
            return answer instanceof byte[] bytes ? Texts.text(bytes) : "";
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            answer = value;
            then.run();
        }

        @Override
        public void refused(String error, boolean late) {
            if (Permission.lacking(error)) {
                failure = Permission.missing(link.address(), shared.config(), right(), error);
            } else if (!trying) {
                failure = new UnsuitableServerException(
                        "redis " + link.address() + ": the server refuses " + verb + ": " + error, null);
            }
            then.run();
        }

        private String right() {
            String command = verb.name().toLowerCase(Locale.ROOT);
            return switch (verb) {
                case CLIENT, SCRIPT ->
                    "+" + command + "|" + Texts.text(args.get(0)).toLowerCase(Locale.ROOT);
                case EXISTS -> "(+exists %R~" + Heartbeats.KEY + "*)";
                default -> "+" + command;
            };
        }

        @Override
        public void failed(RedisException reason) {
            failure = reason;
            then.run();
        }
    }
}
