package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.KeyNames;
import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import dev.larder.far.ValueKey;
import dev.larder.far.Walk;
import dev.larder.redis.Call;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisTimeoutException;
import dev.larder.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the entries of a cache in Redis.
 *
 * <p>A key that is there from before the walk begins is met, so a load that had its lease before loses it, or its entry: the lease is
 * a marker in the entry's place.
 *
 * <p>Up to {@value #PART} keys are under way at a time. Where Redis cannot be asked, the same is tried again after a pause, up to
 * {@value #MOST_TRIES} times until something is answered. Steps follow each other on the shared executor, so no state is guarded.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future hands its failures on
final class SweepRun<K, V> {

    private static final int PART = 100;
    private static final int PAGE = 1_000;
    private static final int LOOKED_AT_FOR_EACH = 10;
    private static final int MOST_TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** A key that fits; text is null where only a hash is known. */
    private record Fitting(RedisKey key, @Nullable String text) {}

    private final CacheContext<K, V> cache;
    private final Reader<K, V> reader;
    private final RedisFar far;
    private final Sweep<? super V> sweep;
    private final Walk walk;
    private final Pace pace;
    private final Pace scanPace;
    private final int page;
    private final Deque<Fitting> waiting = new ArrayDeque<>();
    private final CompletableFuture<Swept> result = new CompletableFuture<>();

    /** When the next page may be asked for. */
    private long pageDue = System.nanoTime();

    /** Tries since something was answered. */
    private int failures;

    private Swept sum = Swept.NONE;

    SweepRun(CacheContext<K, V> cache, Reader<K, V> reader, RedisFar far, Sweep<? super V> sweep) {
        this.cache = cache;
        this.reader = reader;
        this.far = far;
        this.sweep = sweep;
        this.walk = far.walk(cache.name);
        long lookedAt = (long) LOOKED_AT_FOR_EACH * sweep.keysPerSecond();
        this.page = (int) Math.min(PAGE, lookedAt);
        this.pace = new Pace(sweep.keysPerSecond(), pageDue);
        this.scanPace = new Pace(lookedAt, pageDue);
    }

    CompletableFuture<Swept> start() {
        onward(this::step);
        return result;
    }

    private void onward(Runnable step) {
        cache.engine.executor().execute(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
    }

    private void step() {
        cache.engine.requireOpen("the sweep of cache " + cache.name);
        long wait = pageDue - System.nanoTime();
        if (!sweep.goesOn().test(sum)) {
            result.complete(sum);
        } else if (!waiting.isEmpty()) {
            part();
        } else if (walk.ended()) {
            result.complete(sum.atEnd());
        } else if (wait > 0) {
            after(wait);
        } else {
            walk.next(page, (keys, failure) -> onward(() -> arrived(keys, failure)));
        }
    }

    private void after(long nanos) {
        cache.engine.later(Duration.ofNanos(nanos), () -> onward(this::step));
    }

    private void arrived(List<RedisKey> keys, @Nullable RedisException failure) {
        if (failure != null) {
            failed(failure);
            return;
        }
        failures = 0;
        long now = System.nanoTime();
        pageDue = now + scanPace.after(page, now);
        long met = 0;
        long fitting = 0;
        long hashed = 0;
        for (RedisKey key : keys) {
            String inBraces = cache.engine.names().inBraces(cache.name, key);
            if (inBraces != null) {
                met++;
                String text = KeyNames.text(inBraces);
                if (text == null || sweep.keys().test(text)) {
                    fitting++;
                    hashed += text == null ? 1 : 0;
                    waiting.add(new Fitting(key, text));
                }
            }
        }
        sum = sum.and(met, fitting, hashed);
        step();
    }

    private void part() {
        int count = Math.min(Math.min(PART, sweep.keysPerSecond()), waiting.size());
        List<Fitting> part = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            part.add(waiting.remove());
        }
        CompletableFuture<?> done = sweep.what() == Sweep.What.READ ? read(part) : write(part);
        done.whenComplete((nothing, failure) -> onward(() -> {
            if (failure == null) {
                failures = 0;
                after(pace.after(count, System.nanoTime()));
            } else {
                part.forEach(waiting::addFirst);
                failed(failure);
            }
        }));
    }

    private CompletableFuture<?> write(List<Fitting> part) {
        List<Call<?>> calls = new ArrayList<>(part.size());
        List<Written> answers = new ArrayList<>(part.size());
        for (Fitting one : part) {
            Written answer = new Written(one.key());
            answers.add(answer);
            calls.add(
                    sweep.what() == Sweep.What.EXPIRE
                            ? RedisFar.expiry(one.key(), answer)
                            : RedisFar.deletion(one.key(), answer));
        }
        far.send(calls);
        return CompletableFuture.allOf(
                answers.stream().map(answer -> answer.done).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> read(List<Fitting> part) {
        List<ReencryptionRun.Answer<byte[]>> answers = new ArrayList<>(part.size());
        List<Far.Read> reads = new ArrayList<>(part.size());
        for (Fitting one : part) {
            ReencryptionRun.Answer<byte[]> answer = new ReencryptionRun.Answer<>();
            answers.add(answer);
            reads.add(new Far.Read(new ValueKey(one.key(), "", false), answer));
        }
        far.readAll(reads);
        CompletableFuture<?> all = CompletableFuture.allOf(
                answers.stream().map(answer -> answer.future).toArray(CompletableFuture<?>[]::new));
        return all.thenCompose(arrived -> {
            CompletableFuture<?> met = CompletableFuture.completedFuture(null);
            for (int i = 0; i < part.size(); i++) {
                Fitting one = part.get(i);
                byte[] bytes = answers.get(i).future.join();
                met = bytes == null ? met : met.thenCompose(before -> meet(one, bytes));
            }
            return met;
        });
    }

    /** Judges what was read as any reader does, and hands over what may still be answered. */
    private CompletableFuture<?> meet(Fitting one, byte[] bytes) {
        CompletableFuture<@Nullable Void> met = new CompletableFuture<>();
        reader.judge(new ValueKey(one.key(), "", false), bytes, null, cache.engine.executor(), seen -> {
            if (seen instanceof Seen.Unknown<V> unknown && unknown.cause() != null) {
                met.completeExceptionally(unknown.cause());
                return;
            }
            V value = seen instanceof Seen.Entry<V> entry ? entry.value() : null;
            Sweep.Meeting<? super V> meeting = sweep.meeting();
            try {
                if (value != null && meeting != null) {
                    meeting.meet(one.text(), value);
                }
                met.complete(null);
            } catch (RuntimeException | Error e) {
                met.completeExceptionally(e);
            }
        });
        return met;
    }

    private void failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean mayPass = cause instanceof RedisTimeoutException || cause instanceof RedisUnavailableException;
        failures++;
        if (mayPass && failures < MOST_TRIES && !cache.engine.closed()) {
            sum = sum.andStandstill();
            after(PAUSE.toNanos());
            return;
        }
        result.completeExceptionally(new CacheUnavailableException(
                "the sweep of cache " + cache.name + " ended after " + sum.keys() + " keys"
                        + (failures > 1 ? ", after " + failures + " tries in a row" : "")
                        + "; what was done stays done, so do it again: " + cause,
                cause));
    }

    /**
     * The answer to one write. The push for it comes behind, so it is obeyed here already: whoever reads when the sweep has returned
     * finds nothing of before.
     */
    private final class Written implements Far.WriteReply {
        private final RedisKey key;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

        Written(RedisKey key) {
            this.key = key;
        }

        @Override
        public void onDone(boolean admissible) {
            cache.engine.watches().fire(key);
            cache.engine.index().invalidate(key);
            done.complete(null);
        }

        @Override
        public void onRefused() {
            done.complete(null);
        }

        @Override
        public void onFailure(RedisException failure) {
            done.completeExceptionally(failure);
        }
    }
}
