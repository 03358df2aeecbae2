package dev.larder.session.limit;

import dev.larder.redis.Command;
import dev.larder.redis.Redis;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends back what was taken, renews leases, and forgets. Nothing is sent twice: what has an unknown outcome stays taken. */
final class GivingBack {

    private static final Script GIVE_BACK = Script.of(GivingBack.class, "give-back.lua");
    private static final Script RENEW = Script.of(GivingBack.class, "renew.lua");

    private final Redis redis;

    GivingBack(Redis redis) {
        this.redis = redis;
    }

    /**
     * What is given back of one limit.
     *
     * @param permits how many of those taken
     * @param mark that of its standing
     * @param permitId of a concurrent permit, else empty
     */
    record Item(Place place, long permits, long mark, String permitId) {

        /** All that a limit has counted for a key. */
        static Item forgotten(Place place) {
            return new Item(place, Long.MAX_VALUE, 0, "");
        }

        boolean isForgotten() {
            return permits == Long.MAX_VALUE;
        }
    }

    /** Gives back; one script call for each slot. Denials of before are not remembered, nor those that are still on their way here. */
    CompletableFuture<Settlement> send(List<Item> items) {
        Map<Integer, List<Item>> bySlot = new TreeMap<>();
        List<Place> places = new ArrayList<>(items.size());
        for (Item item : items) {
            item.place().note = null;
            places.add(item.place());
            bySlot.computeIfAbsent(item.place().slot, slot -> new ArrayList<>()).add(item);
        }
        if (bySlot.isEmpty()) {
            return CompletableFuture.completedFuture(Settlement.GONE);
        }
        Joined joined = new Joined(bySlot.size(), places);
        bySlot.values().forEach(ofOneSlot -> {
            List<byte[]> keys = new ArrayList<>(ofOneSlot.size());
            List<byte[]> args = new ArrayList<>();
            for (Item item : ofOneSlot) {
                keys.add(item.place().name);
                item.place().form.writeBack(item, args);
            }
            redis.send(Command.script(GIVE_BACK, keys, args), joined);
        });
        return joined.future;
    }

    CompletableFuture<Settlement> renew(Place place, long leaseMicros, String permitId) {
        Joined joined = new Joined(1, List.of());
        List<byte[]> args = List.of(Text.of(leaseMicros), permitId.getBytes(StandardCharsets.US_ASCII));
        redis.send(Command.script(RENEW, List.of(place.name), args), joined);
        return joined.future;
    }

    CompletableFuture<Settlement> forget(Place place) {
        place.note = null;
        if (place.form.bucketBits() > 0) {
            return send(List.of(Item.forgotten(place)));
        }
        Joined joined = new Joined(1, List.of(place));
        redis.send(Command.delete(place.name), joined);
        return joined.future;
    }

    /** The answers of all slots: the worst of them that says something. */
    private static final class Joined implements Reply<Long> {

        final CompletableFuture<Settlement> future = new CompletableFuture<>();
        private final AtomicInteger left;
        private final List<Place> places;
        private final AtomicReference<Settlement> worst = new AtomicReference<>(Settlement.GONE);

        /**
         * Waits for answers.
         *
         * @param places of what is given back: what was sent before and denied has been answered before
         */
        Joined(int calls, List<Place> places) {
            this.left = new AtomicInteger(calls);
            this.places = places;
        }

        @Override
        public void onValue(@Nullable Long value, boolean tracked) {
            if (value != null && value > 0) {
                worst.compareAndSet(Settlement.GONE, Settlement.DONE);
            }
            ended();
        }

        @Override
        public void onFailure(RedisException failure) {
            worst.set(Settlement.UNAVAILABLE);
            ended();
        }

        private void ended() {
            if (left.decrementAndGet() == 0) {
                places.forEach(place -> place.note = null);
                future.complete(worst.get());
            }
        }
    }
}
