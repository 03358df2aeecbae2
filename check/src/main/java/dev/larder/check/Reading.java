package dev.larder.check;

import dev.larder.Answer;
import dev.larder.Cache;
import dev.larder.LarderException;
import dev.larder.Lookup;
import dev.larder.check.Landscape.Family;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One reader: reads keys of all groups, hot ones more often, in all ways there are. */
final class Reading implements Runnable {

    private static final int BURST = 32;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int OUT_OF = 1_000;

    private final Client client;
    private final SplittableRandom random;
    private int failures;

    Reading(Client client, SplittableRandom random) {
        this.client = client;
        this.random = random;
    }

    @Override
    public void run() {
        while (client.reading()) {
            for (int i = 0; i < BURST; i++) {
                read();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Reads that ended with an exception; to be asked after the end. */
    int failures() {
        return failures;
    }

    private void read() {
        int group = group();
        int key = group * Landscape.GROUP + random.nextInt(Landscape.GROUP);
        Cache<Integer, Item> cache = client.cache(client.landscape().family(group));
        int dice = random.nextInt(OUT_OF);
        long begin = System.nanoTime();
        try {
            if (dice < 900) {
                Answer<Item> answer = cache.fetch(key, client.loading());
                log(Kind.READ, key, answer.value(), answer.stale(), begin);
            } else if (dice < 950) {
                if (cache.lookup(key) instanceof Lookup.Hit<Item> hit) {
                    log(Kind.READ, key, hit.value(), hit.stale(), begin);
                }
            } else {
                readAll(cache, keys(group, dice < 998 ? 16 : 256), Kind.READ);
            }
        } catch (LarderException e) {
            failures++;
        }
    }

    private int group() {
        int groups = client.landscape().groups();
        int hot = client.landscape().hotGroups();
        int dice = random.nextInt(10);
        if (dice < 5) {
            return random.nextInt(hot);
        }
        return dice < 7 ? groups - 1 - random.nextInt(hot) : random.nextInt(groups);
    }

    /** Keys of one family from a group on. */
    private List<Integer> keys(int from, int count) {
        Family family = client.landscape().family(from);
        List<Integer> keys = new ArrayList<>(count);
        for (int i = 0; i < client.landscape().groups() && keys.size() < count; i++) {
            int group = (from + i) % client.landscape().groups();
            if (client.landscape().family(group) == family) {
                for (int k = 0; k < Landscape.GROUP; k++) {
                    keys.add(group * Landscape.GROUP + k);
                }
            }
        }
        return keys;
    }

    private void readAll(Cache<Integer, Item> cache, List<Integer> keys, Kind kind) {
        long begin = System.nanoTime();
        Map<Integer, Item> items = cache.getAll(keys, client.loading());
        // Whether one of them is stale is not said: what may be is not logged.
        boolean sure = kind == Kind.VERIFY || !cache.name().equals(Family.FALLBACK.cache());
        if (sure) {
            // The source has every key: one that is left out is answered wrongly.
            keys.forEach(key -> log(kind, key, items.get(key), false, begin));
        }
    }

    /** Reads every key once more. */
    void verify() {
        for (int group = 0; group < client.landscape().groups(); group++) {
            Cache<Integer, Item> cache = client.cache(client.landscape().family(group));
            readAll(cache, keys(group, Landscape.GROUP), Kind.VERIFY);
        }
    }

    private void log(Kind kind, int key, @org.jspecify.annotations.Nullable Item item, boolean stale, long begin) {
        long end = System.nanoTime();
        if (item == null || !item.genuine(key)) {
            client.logs().mine().add(kind, Outcome.FORGED, key, -1, begin, end);
        } else {
            client.logs().mine().add(kind, stale ? Outcome.STALE : Outcome.OK, key, item.version(), begin, end);
        }
    }
}
