package dev.larder.redis;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** A listener that notes what it is told, in order. */
final class Recorder implements RedisListener {

    final Queue<String> events = new ConcurrentLinkedQueue<>();
    volatile Supplier<List<Call<?>>> onConnect = List::of;
    volatile Consumer<IntPredicate> onFlush = slots -> {};
    volatile Consumer<byte[]> onInvalidate = key -> {};

    Redis open(String uri) {
        return Redis.open(RedisConfig.parse(uri), opened -> this);
    }

    Redis connect(String uri) {
        Redis redis = open(uri);
        try {
            redis.ready().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            redis.close();
            throw new AssertionError("not ready", e);
        }
        return redis;
    }

    @Override
    public void onInvalidate(byte[] key) {
        events.add("invalidate " + Outcomes.text(key));
        onInvalidate.accept(key);
    }

    @Override
    public void onFlush(IntPredicate slots) {
        events.add("flush");
        onFlush.accept(slots);
    }

    @Override
    public List<Call<?>> onConnect(IntPredicate slots, boolean primaryChanged) {
        events.add(primaryChanged ? "connect changed" : "connect");
        return onConnect.get();
    }

    @Override
    public void onLink(LinkStatus status, boolean up) {
        events.add((up ? "up " : "down ") + status.state());
    }
}
