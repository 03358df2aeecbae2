package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Reads the keys of all processes, in all ways, and judges at once what it gets. For one thread. */
final class ShelfReader implements Runnable {

    private static final int MOST_AT_ONCE = 30;
    private static final int GLANCES = 10;

    private final PayloadClient client;
    private final List<Shelf> shelves;
    private final Ledger ledger;
    private final Census census;
    private final SplittableRandom random;

    ShelfReader(PayloadClient client, SplittableRandom random) {
        this.client = client;
        this.shelves = client.shelves();
        this.ledger = client.ledger();
        this.census = client.census();
        this.random = random;
    }

    @Override
    public void run() {
        while (client.running()) {
            Shelf shelf = shelves.get(random.nextInt(shelves.size()));
            int key = random.nextInt(Shelf.KEYS);
            switch (random.nextInt(4)) {
                case 0 -> get(shelf, key);
                case 1 -> getAll(shelf);
                default -> lookup(shelf, key);
            }
        }
    }

    /** Looks a few keys up that another process writes. */
    void glance() {
        for (int left = GLANCES; left > 0; left--) {
            int key = random.nextInt(Shelf.KEYS);
            if (Shelf.owner(key) != client.jvm()) {
                lookup(Shelf.FAR, key);
            }
        }
    }

    /** Looks every key up once. */
    void verify() {
        for (Shelf shelf : shelves) {
            for (int key = 0; key < Shelf.KEYS; key++) {
                lookup(shelf, key);
            }
        }
    }

    private void lookup(Shelf shelf, int key) {
        Begun begun = new Begun(shelf, key);
        census.reads.increment();
        try {
            Lookup<Stated> answer = client.cache(shelf).lookup(key);
            if (answer instanceof Lookup.Hit<Stated> hit) {
                begun.judge(hit.value(), shelf.lookupSlackNanos());
            } else if (answer instanceof Lookup.Unavailable<Stated> unavailable) {
                census.flaw(shelf, key, "a lookup could not ask: " + unavailable.cause());
            } else {
                census.misses.increment();
                if (shelf.everReadable()) {
                    census.flaw(shelf, key, "a lookup found nothing, although version " + begun.newest + " was stored");
                }
            }
        } catch (RuntimeException e) {
            census.flaw(shelf, key, "a lookup failed: " + e);
        }
    }

    private void get(Shelf shelf, int key) {
        Begun begun = new Begun(shelf, key);
        census.reads.increment();
        census.gets.increment();
        try {
            begun.judge(client.cache(shelf).get(key, wanted -> load(shelf, wanted)), shelf.getSlackNanos());
        } catch (RuntimeException e) {
            census.flaw(shelf, key, "a get failed: " + e);
        }
    }

    private void getAll(Shelf shelf) {
        Set<Integer> keys = new LinkedHashSet<>();
        for (int left = random.nextInt(2, MOST_AT_ONCE); left > 0; left--) {
            keys.add(random.nextInt(Shelf.KEYS));
        }
        List<Begun> begun = new ArrayList<>();
        keys.forEach(key -> begun.add(new Begun(shelf, key)));
        census.reads.add(keys.size());
        census.gets.add(keys.size());
        Cache<Integer, Stated> cache = client.cache(shelf);
        try {
            Map<Integer, Stated> found = cache.getAll(keys, missing -> {
                Map<Integer, Stated> loaded = new java.util.LinkedHashMap<>();
                missing.forEach(key -> loaded.put(key, load(shelf, key)));
                return loaded;
            });
            begun.forEach(one -> one.judge(found.get(one.key), shelf.getSlackNanos()));
        } catch (RuntimeException e) {
            census.flaw(shelf, begun.get(0).key, "a getAll failed: " + e);
        }
    }

    /** The source: what has been begun to be written is true. */
    private Stated load(Shelf shelf, int key) {
        census.loads.increment();
        if (shelf.everReadable()) {
            census.flaw(shelf, key, "was loaded, although there is an entry that can be read");
        }
        return shelf.value(key, ledger.begun(shelf.place(key)), client.form());
    }

    /** A read that has begun, and what it may answer. */
    private final class Begun {
        private final Shelf shelf;
        private final int key;
        private final long newest;
        private final long at;

        Begun(Shelf shelf, int key) {
            this.shelf = shelf;
            this.key = key;
            this.newest = ledger.acknowledged(shelf.place(key));
            this.at = System.nanoTime();
        }

        void judge(@Nullable Stated value, long slackNanos) {
            if (value == null) {
                census.flaw(shelf, key, "was answered with nothing");
            } else if (value.key() != key || !value.genuine()) {
                census.flaw(shelf, key, "a value that nobody wrote, of key " + value.key());
            } else if (value.version() > ledger.begun(shelf.place(key))) {
                census.flaw(shelf, key, "version " + value.version() + " was not written yet");
            } else if (ledger.outdated(shelf.place(key), value.version(), newest, at, slackNanos)) {
                census.flaw(
                        shelf,
                        key,
                        "version " + value.version() + " was read, although " + newest + " had been acknowledged");
            }
        }
    }
}
