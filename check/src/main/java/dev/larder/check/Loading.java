package dev.larder.check;

import dev.larder.Loader;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The loaders of one JVM: they read the source, dawdle so that races have time to happen, and log what they read. */
final class Loading implements Loader<Integer, Item>, Loader.Batch<Integer, Item> {

    private static final long HANG_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    private static final long DAWDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /** What the source threw, on purpose. */
    static final class SourceDown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SourceDown() {
            super("the source is down, on purpose", null, false, false);
        }
    }

    private final Source source;
    private final Client client;
    private volatile LoaderMode mode = LoaderMode.NORMAL;

    Loading(Source source, Client client) {
        this.source = source;
        this.client = client;
    }

    void mode(LoaderMode newMode) {
        mode = newMode;
    }

    @Override
    public Item load(Integer key) {
        return java.util.Objects.requireNonNull(loadAll(Set.of(key)).get(key));
    }

    /** A load that throws has an unknown outcome and an end; one that its process does not survive has no end. */
    @Override
    public Map<Integer, Item> loadAll(Set<Integer> keys) {
        long begin = System.nanoTime();
        Map<Integer, Item> items = new LinkedHashMap<>();
        keys.forEach(key -> items.put(key, read(key)));
        Log log = client.logs().mine();
        List<Log.Begun> begun = new ArrayList<>(items.size());
        items.forEach((key, item) -> begun.add(log.begin(Kind.LOAD, key, item.version(), begin)));
        Outcome outcome = Outcome.UNKNOWN;
        try {
            dawdle();
            outcome = Outcome.OK;
        } finally {
            long end = System.nanoTime();
            for (Log.Begun load : begun) {
                load.end(outcome, end);
            }
        }
        return items;
    }

    private Item read(int key) {
        return Item.of(key, mode == LoaderMode.LAGGING ? source.readReplica(key) : source.read(key));
    }

    private void dawdle() {
        int dice = ThreadLocalRandom.current().nextInt(100);
        if (mode == LoaderMode.THROWING && dice < 30) {
            throw new SourceDown();
        }
        if (mode == LoaderMode.HANGING && dice < 2) {
            pause(HANG_NANOS);
        } else if (dice < 20) {
            pause(ThreadLocalRandom.current().nextLong(DAWDLE_NANOS));
        }
    }

    private static void pause(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
