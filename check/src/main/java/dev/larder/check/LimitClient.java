package dev.larder.check;

import dev.larder.Larder;
import dev.larder.check.Ruling.Outcome;
import dev.larder.session.limit.Ask;
import dev.larder.session.limit.AsyncLimits;
import dev.larder.session.limit.Decision;
import dev.larder.session.limit.Limits;
import dev.larder.session.limit.Permit;
import dev.larder.session.limit.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the JVMs that are under the same limits. Its {@link Orders}:
 *
 * <pre>
 * clock                   answers what its clocks show: Unix microseconds, and nanoseconds
 * call ROUND SEED CALLS   makes so many calls, of all kinds, and answers when it has all answers
 * flood ROUND MILLIS      asks for one key again and again, for so long
 * flush FILE              writes what it was told since the last time to a file
 * </pre>
 */
final class LimitClient implements AutoCloseable {

    private static final int CALLERS = 16;
    private static final long WAIT_MICROS = 200_000;
    private static final int LONG_STACK = 64;

    private final int jvm;
    private final long shiftNanos;
    private final Larder larder;
    private final AsyncLimits limits;
    private final Tape tape = new Tape();
    private final AtomicLong calls = new AtomicLong();
    private long round;

    private LimitClient(int jvm, long shiftNanos, String uri) {
        this.jvm = jvm;
        this.shiftNanos = shiftNanos;
        this.larder = Way.larder(uri, "limits", null);
        this.limits = Limits.on(larder).async();
    }

    /** Runs a client; the arguments are those of the constructor. */
    public static void main(String[] args) throws InterruptedException {
        Orders orders = Orders.take();
        try (LimitClient client = new LimitClient(Integer.parseInt(args[0]), Long.parseLong(args[1]), args[2])) {
            orders.obey(4, client::obey);
        }
    }

    private String obey(String[] order) {
        return switch (order[0]) {
            case "clock" -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) + " " + System.nanoTime();
            case "call" -> call(Long.parseLong(order[1]), Long.parseLong(order[2]), Integer.parseInt(order[3]));
            case "flood" -> flood(Long.parseLong(order[1]), Long.parseLong(order[2]));
            case "flush" -> {
                tape.flush(Path.of(order[1]));
                yield "flushed";
            }
            default -> throw new IllegalArgumentException("no order is called " + order[0]);
        };
    }

    private String call(long newRound, long seed, int count) {
        round = newRound;
        SplittableRandom random = new SplittableRandom(seed * 31 + jvm);
        AtomicLong left = new AtomicLong(count);
        List<CompletionStage<Done>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(go(random.split(), left));
        }
        Notebook.join(callers);
        return "called";
    }

    /** One caller: a call after the other. */
    private CompletionStage<Done> go(SplittableRandom random, AtomicLong left) {
        for (int here = 0; here < LONG_STACK; here++) {
            if (left.getAndDecrement() <= 0) {
                return Done.already();
            }
            CompletableFuture<Done> made = one(random).toCompletableFuture();
            if (!made.isDone()) {
                return made.thenCompose(done -> go(random, left));
            }
            made.join();
        }
        // What was answered here comes back on the same stack.
        return CompletableFuture.supplyAsync(() -> Done.DONE).thenCompose(done -> go(random, left));
    }

    private CompletionStage<Done> one(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 40) {
            return acquire(List.of(ask(LimitCase.HOT, random, 3)));
        }
        if (kind < 65) {
            return acquire(List.of(ask(LimitCase.USER, random, 3)));
        }
        if (kind < 80) {
            return acquire(List.of(ask(LimitCase.WINDOW, random, 5)));
        }
        if (kind < 90) {
            List<Ask> asks = new ArrayList<>(List.of(ask(LimitCase.USER, random, 2), ask(LimitCase.WINDOW, random, 2)));
            if (random.nextBoolean()) {
                asks.add(ask(LimitCase.HOT, random, 1));
            }
            return acquire(asks);
        }
        if (kind < 93) {
            Ask ask = ask(LimitCase.USER, random, 3);
            return noted(
                    List.of(ask),
                    WAIT_MICROS,
                    () -> limits.reserve(List.of(ask), Duration.of(WAIT_MICROS, ChronoUnit.MICROS)));
        }
        if (kind < 97) {
            Ask ask = ask(LimitCase.SHARED, random, 1);
            return noted(List.of(ask), 0, () -> limits.tryAcquire(ask.limit(), ask.key()));
        }
        return hold(ask(LimitCase.PARALLEL, random, 1), random);
    }

    private Ask ask(LimitCase which, SplittableRandom random, int mostCost) {
        return new Ask(which.limit(), which.key(round, random.nextInt(which.keys())), 1 + random.nextInt(mostCost));
    }

    private CompletionStage<Done> acquire(List<Ask> asks) {
        return noted(asks, 0, () -> limits.tryAcquire(asks));
    }

    private CompletionStage<Done> noted(List<Ask> asks, long patience, Supplier<CompletionStage<Decision>> call) {
        long begun = System.nanoTime();
        return call.get().thenApply(decision -> {
            note(asks, patience, begun, decision);
            return Done.DONE;
        });
    }

    /** Takes a permit, does something else, and gives it back. */
    private CompletionStage<Done> hold(Ask ask, SplittableRandom random) {
        long begun = System.nanoTime();
        return limits.tryAcquire(List.of(ask)).thenCompose(decision -> {
            note(List.of(ask), 0, begun, decision);
            if (!(decision instanceof Decision.Allowed allowed)
                    || allowed.permits().isEmpty()) {
                return Done.already();
            }
            Permit permit = allowed.permits().get(0);
            return acquire(List.of(ask(LimitCase.HOT, random, 1)))
                    .thenCompose(done -> Done.soon())
                    .thenCompose(done -> {
                        long releasing = System.nanoTime();
                        return limits.release(permit).thenApply(settled -> {
                            note(
                                    ask,
                                    0,
                                    0,
                                    releasing,
                                    Outcome.RELEASED,
                                    Decision.Basis.SERVER,
                                    null,
                                    calls.incrementAndGet());
                            return Done.DONE;
                        });
                    });
        });
    }

    private void note(List<Ask> asks, long patience, long begun, Decision decision) {
        long call = calls.incrementAndGet();
        Outcome outcome = decision instanceof Decision.Allowed
                ? Outcome.ALLOWED
                : decision instanceof Decision.Denied ? Outcome.DENIED : Outcome.UNAVAILABLE;
        long after = decision instanceof Decision.Allowed allowed ? micros(allowed.after()) : 0;
        if (decision.standings().isEmpty()) {
            asks.forEach(ask -> note(ask, patience, after, begun, outcome, decision.basis(), null, call));
        }
        for (Standing standing : decision.standings()) {
            note(standing.ask(), patience, after, begun, outcome, decision.basis(), standing, call);
        }
    }

    private void note(
            Ask ask,
            long patience,
            long after,
            long begun,
            Outcome outcome,
            Decision.Basis basis,
            @Nullable Standing standing,
            long call) {
        long[] numbers = new long[Ruling.SIZE];
        new Ruling(
                        jvm,
                        call,
                        begun - shiftNanos,
                        System.nanoTime() - shiftNanos,
                        outcome,
                        basis,
                        which(ask),
                        Integer.parseInt(ask.key().substring(ask.key().lastIndexOf('-') + 1)),
                        ask.cost(),
                        patience,
                        after,
                        standing == null ? 0 : standing.remaining(),
                        standing == null ? 0 : micros(standing.retryAfter()),
                        standing == null ? 0 : micros(standing.nextAfter()),
                        standing == null ? 0 : micros(standing.fullAfter()),
                        standing == null ? 0 : standing.mark())
                .write(numbers, 0);
        tape.add(numbers);
    }

    private static LimitCase which(Ask ask) {
        for (LimitCase which : LimitCase.values()) {
            if (which.limit().name().equals(ask.limit().name())) {
                return which;
            }
        }
        throw new IllegalArgumentException("no limit is called " + ask.limit().name());
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    private String flood(long newRound, long millis) {
        round = newRound;
        long begun = System.nanoTime();
        List<CompletionStage<Done>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(floodUntil(begun + Duration.ofMillis(millis).toNanos()));
        }
        Notebook.join(callers);
        return "flooded";
    }

    private CompletionStage<Done> floodUntil(long until) {
        if (System.nanoTime() - until > 0) {
            return Done.already();
        }
        Ask ask = Ask.of(LimitCase.FLOOD.limit(), LimitCase.FLOOD.key(round, 0));
        return acquire(List.of(ask)).thenCompose(done -> Done.soon()).thenCompose(done -> floodUntil(until));
    }

    @Override
    public void close() {
        larder.close();
    }
}
