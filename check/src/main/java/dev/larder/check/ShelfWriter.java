package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Delivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;

/** Writes the keys of a shelf that are this process's own, round after round, one by one or some at once. For one thread. */
final class ShelfWriter implements Runnable {

    private static final int MOST_AT_ONCE = 20;

    /** Quiet keys are written once in about so many rounds. */
    private static final int QUIET = 50;

    private final Shelf shelf;
    private final PayloadClient client;
    private final Cache<Integer, Stated> cache;
    private final List<Integer> own = new ArrayList<>();
    private final Random random;

    ShelfWriter(Shelf shelf, PayloadClient client, long seed) {
        this.shelf = shelf;
        this.client = client;
        this.cache = client.cache(shelf);
        this.random = new Random(seed);
        for (int key = 0; key < Shelf.KEYS; key++) {
            if (Shelf.owner(key) == client.jvm()) {
                own.add(key);
            }
        }
    }

    @Override
    public void run() {
        while (client.running()) {
            round(key -> !Shelf.quiet(key) || random.nextInt(QUIET) == 0);
        }
    }

    /** Writes every key once. */
    void fill() {
        round(key -> true);
    }

    private void round(IntPredicate chosen) {
        List<Integer> keys = new ArrayList<>(own);
        keys.removeIf(key -> !chosen.test(key));
        Collections.shuffle(keys, random);
        for (int from = 0; from < keys.size(); ) {
            int to = random.nextInt(4) > 0 ? from + 1 : Math.min(keys.size(), from + random.nextInt(1, MOST_AT_ONCE));
            write(keys.subList(from, to));
            from = to;
        }
    }

    private void write(List<Integer> keys) {
        Map<Integer, Stated> values = new LinkedHashMap<>();
        for (int key : keys) {
            long version = client.ledger().begin(shelf.place(key));
            values.put(key, shelf.value(key, version, client.form()));
        }
        Census census = client.census();
        census.writes.add(keys.size());
        try {
            Delivery delivery = keys.size() == 1
                    ? cache.put(keys.get(0), values.values().iterator().next())
                    : cache.putAll(values);
            if (delivery == Delivery.ACKNOWLEDGED) {
                values.forEach((key, value) -> client.ledger().acknowledge(shelf.place(key), value.version()));
                return;
            }
            keys.forEach(key -> census.flaw(shelf, key, "a put was not acknowledged"));
        } catch (RuntimeException e) {
            keys.forEach(key -> census.flaw(shelf, key, "a put failed: " + e));
        }
    }
}
