package dev.larder.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes one reply and lets a test wait for it. */
final class Outcomes<T> implements Reply<T> {

    final CompletableFuture<T> value = new CompletableFuture<>();
    final CompletableFuture<T> late = new CompletableFuture<>();
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean tracked;
    volatile String thread;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static <T> Outcomes<T> send(Redis redis, Command<T> command) {
        Outcomes<T> outcome = new Outcomes<>();
        redis.send(command, outcome);
        return outcome;
    }

    static Outcomes<byte[]> get(Redis redis, String key) {
        Outcomes<byte[]> outcome = new Outcomes<>();
        redis.get(bytes(key), outcome);
        return outcome;
    }

    static Outcomes<String> set(Redis redis, String key, String value) {
        return send(redis, Command.set(bytes(key), bytes(value), 600_000));
    }

    @Override
    public void onValue(T answer, boolean isTracked) {
        calls.incrementAndGet();
        tracked = isTracked;
        thread = Thread.currentThread().getName();
        value.complete(answer);
    }

    @Override
    public void onFailure(RedisException failure) {
        calls.incrementAndGet();
        value.completeExceptionally(failure);
    }

    @Override
    public void onLateValue(T answer) {
        late.complete(answer);
    }

    T await() {
        try {
            return value.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        } catch (ExecutionException e) {
            throw (RedisException) e.getCause();
        }
    }

    RedisException failure() {
        try {
            T answer = value.get(20, TimeUnit.SECONDS);
            throw new AssertionError("expected a failure, got " + answer);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        } catch (ExecutionException e) {
            return (RedisException) e.getCause();
        }
    }
}
