package dev.larder;

import dev.larder.crypto.Keyring;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Resealed;
import dev.larder.far.Far;
import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import dev.larder.far.ValueKey;
import dev.larder.far.Walk;
import dev.larder.redis.Call;
import dev.larder.redis.RedisException;
import dev.larder.redis.RedisTimeoutException;
import dev.larder.redis.RedisUnavailableException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One walk over all entries in Redis that seals anew what the primary key has not sealed.
 *
 * <p>Writes entries only, by {@code renew.lua}: the same id, the same times, the same life, so that nobody who has seen the
 * entry can tell, and only where it has not changed since it was read. Near tiers drop what is rewritten.
 *
 * <p>Up to {@value #PART} keys are under way at a time; the next ones wait until the rate allows them. The server looks at
 * {@value #LOOKED_AT_FOR_EACH} times as many keys in a second at most, whosever they are. Where it cannot be asked, the same is
 * tried again after a pause, up to {@value #MOST_TRIES} times until something is answered. Steps follow each other on the shared
 * executor, so no state is guarded.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future hands its failures on
final class ReencryptionRun {

    private static final int PART = 100;
    private static final int MOST_PAGE = 1_000;
    private static final int LOOKED_AT_FOR_EACH = 10;
    private static final int MOST_TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Engine engine;
    private final RedisFar far;
    private final Keyring keyring;
    private final int keysPerSecond;
    private final Consumer<Reencryption> progress;
    private final CompletableFuture<Reencryption> result = new CompletableFuture<>();
    private final Walk walk;
    private final Deque<RedisKey> waiting = new ArrayDeque<>();
    private final LongSupplier clock;
    private final Duration pause;
    private final Pace pace;
    private final Pace scanPace;
    private final int page;

    /** When the next page may be asked for. */
    private long pageDue;

    /** Tries since something was answered. */
    private int failures;

    private Reencryption sum = Reencryption.NONE;

    ReencryptionRun(Engine engine, RedisFar far, Keyring keyring, int keysPerSecond, Consumer<Reencryption> progress) {
        this(engine, far, keyring, keysPerSecond, progress, System::nanoTime, PAUSE);
    }

    ReencryptionRun(
            Engine engine,
            RedisFar far,
            Keyring keyring,
            int keysPerSecond,
            Consumer<Reencryption> progress,
            LongSupplier clock,
            Duration pause) {
        this.engine = engine;
        this.far = far;
        this.keyring = keyring;
        this.keysPerSecond = keysPerSecond;
        this.progress = progress;
        this.walk = far.walk();
        this.clock = clock;
        this.pause = pause;
        long lookedAtPerSecond = (long) LOOKED_AT_FOR_EACH * keysPerSecond;
        this.page = (int) Math.min(MOST_PAGE, lookedAtPerSecond);
        this.pageDue = clock.getAsLong();
        this.pace = new Pace(keysPerSecond, pageDue);
        this.scanPace = new Pace(lookedAtPerSecond, pageDue);
    }

    /** The answer to one call. A key that holds another type than an entry is answered with null. */
    static final class Answer<T> implements Reply<T> {
        final CompletableFuture<@Nullable T> future = new CompletableFuture<>();

        @Override
        public void onValue(@Nullable T value, boolean tracked) {
            future.complete(value);
        }

        @Override
        public void onFailure(RedisException failure) {
            if (Reader.foreignType(failure)) {
                future.complete(null);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }

    CompletableFuture<Reencryption> start() {
        onward(this::step);
        return result;
    }

    /** Goes on, on the executor. */
    private void onward(Runnable step) {
        engine.executor().execute(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
    }

    private void step() {
        engine.requireOpen("encrypting anew");
        if (!waiting.isEmpty()) {
            read();
        } else if (walk.ended()) {
            result.complete(sum);
        } else if (pageDue - clock.getAsLong() > 0) {
            after(pageDue - clock.getAsLong());
        } else {
            walk.next(
                    page,
                    (keys, failure) -> onward(() -> {
                        if (failure == null) {
                            failures = 0;
                            long now = clock.getAsLong();
                            pageDue = now + scanPace.after(page, now);
                            waiting.addAll(keys);
                            step();
                        } else {
                            failed(failure);
                        }
                    }));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the result tells what goes wrong
    private void after(long nanos) {
        engine.later(Duration.ofNanos(nanos), () -> onward(this::step));
    }

    /** Tries the same again after a pause, or gives up. */
    private void failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean mayPass = cause instanceof RedisTimeoutException || cause instanceof RedisUnavailableException;
        failures++;
        if (mayPass && failures < MOST_TRIES && !engine.closed()) {
            sum = sum.andStandstill();
            progress.accept(sum);
            after(pause.toNanos());
            return;
        }
        result.completeExceptionally(new CacheUnavailableException(
                "encrypting anew ended after " + sum.keys() + " keys, of which " + sum.renewed()
                        + " were sealed anew" + (failures > 1 ? ", after " + failures + " tries in a row" : "")
                        + "; what was done stays done, so run it again: " + cause,
                cause));
    }

    /** Goes on with the answers to all calls; if one fails, the keys wait to be looked at again. */
    private void when(Collection<? extends Answer<?>> answers, Collection<RedisKey> keys, Runnable then) {
        CompletableFuture.allOf(answers.stream().map(answer -> answer.future).toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> onward(() -> {
                    if (failure == null) {
                        failures = 0;
                        then.run();
                    } else {
                        keys.forEach(waiting::addFirst);
                        failed(failure);
                    }
                }));
    }

    private void read() {
        int count = Math.min(Math.min(PART, keysPerSecond), waiting.size());
        Map<RedisKey, Answer<byte[]>> answers = new LinkedHashMap<>();
        List<Far.Read> reads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            RedisKey key = waiting.remove();
            Answer<byte[]> answer = new Answer<>();
            answers.put(key, answer);
            reads.add(new Far.Read(new ValueKey(key, "", false), answer));
        }
        when(answers.values(), answers.keySet(), () -> renew(answers));
        far.readAll(reads);
    }

    private void renew(Map<RedisKey, Answer<byte[]>> found) {
        List<Call<?>> calls = new ArrayList<>();
        List<Answer<Long>> answers = new ArrayList<>();
        long current = 0;
        long forged = 0;
        Map<String, Long> missing = new TreeMap<>();
        for (Map.Entry<RedisKey, Answer<byte[]>> one : found.entrySet()) {
            byte[] bytes = one.getValue().future.join();
            byte[] key = one.getKey().bytes();
            Resealed resealed = bytes == null ? new Resealed.NotSealed() : Envelopes.reseal(bytes, key, keyring);
            if (resealed instanceof Resealed.Anew anew) {
                Answer<Long> answer = new Answer<>();
                answers.add(answer);
                calls.add(RedisFar.renewal(one.getKey(), Envelopes.prefix(bytes), anew.bytes(), answer));
            } else if (resealed instanceof Resealed.Current) {
                current++;
            } else if (resealed instanceof Resealed.UnknownKey unknown) {
                missing.merge(String.format("%08x", unknown.id()), 1L, Long::sum);
            } else if (resealed instanceof Resealed.Forged) {
                forged++;
            }
        }
        long unreadable =
                forged + missing.values().stream().mapToLong(Long::longValue).sum();
        long unsealed = found.size() - current - unreadable - calls.size();
        Reencryption seen = new Reencryption(found.size(), 0, current, unsealed, unreadable, 0, missing, 0);
        when(answers, found.keySet(), () -> {
            long renewed = answers.stream()
                    .filter(answer -> Long.valueOf(1).equals(answer.future.join()))
                    .count();
            sum = sum.and(seen).and(new Reencryption(0, renewed, 0, 0, 0, answers.size() - renewed, Map.of(), 0));
            progress.accept(sum);
            after(pace.after(found.size(), clock.getAsLong()));
        });
        far.send(calls);
    }
}
