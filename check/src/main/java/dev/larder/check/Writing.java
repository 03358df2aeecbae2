package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderException;
import dev.larder.check.Landscape.Family;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** One writer: gives its keys new versions in the source, one at a time for each key, and tells the cache in all ways there are. */
final class Writing implements Runnable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int OUT_OF = 100;
    private static final int QUIET_ONE_OF = 50;

    private final Client client;
    private final List<Integer> groups;
    private final SplittableRandom random;
    private final Foreigner foreigner;

    Writing(Client client, List<Integer> groups, SplittableRandom random, Foreigner foreigner) {
        this.client = client;
        this.groups = groups;
        this.random = random;
        this.foreigner = foreigner;
    }

    @Override
    public void run() {
        while (client.writing()) {
            int group = group();
            if (!write(group, client.landscape().family(group))) {
                // Nobody has to be told at the speed of a refusal.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        foreigner.close();
    }

    private int group() {
        if (random.nextInt(10) < 6) {
            return groups.get(random.nextInt(Landscape.Family.values().length));
        }
        int group = groups.get(random.nextInt(groups.size()));
        return client.landscape().quiet(group) && random.nextInt(QUIET_ONE_OF) != 0 ? groups.get(0) : group;
    }

    /** Tells the cache of every key of the groups once more, until it has acknowledged. */
    void settle() {
        for (int group : groups) {
            Cache<Integer, Item> cache = client.cache(client.landscape().family(group));
            List<Integer> keys = keys(group);
            while (!tell(Kind.INVALIDATE, keys, versions(keys), () -> cache.invalidateAll(keys))) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean write(int group, Family family) {
        Cache<Integer, Item> cache = client.cache(family);
        int dice = random.nextInt(OUT_OF);
        if (dice < 12 || family == Family.TAGGED && dice < 50) {
            List<Integer> keys = keys(group);
            long[] versions = advance(keys);
            Larder larder = client.larder();
            return family == Family.TAGGED
                    ? tell(Kind.INVALIDATE, keys, versions, () -> larder.invalidateTag(Landscape.tag(group)))
                    : tell(Kind.INVALIDATE, keys, versions, () -> cache.invalidateAll(keys));
        }
        if (dice < 62) {
            return writeOne(cache, family, group * Landscape.GROUP + random.nextInt(Landscape.GROUP), dice);
        }
        List<Integer> keys = keys(group);
        long[] versions = advance(keys);
        Map<Integer, Item> items = new LinkedHashMap<>();
        for (int i = 0; i < versions.length; i++) {
            items.put(keys.get(i), Item.of(keys.get(i), versions[i]));
        }
        return tell(Kind.PUT, keys, versions, () -> cache.putAll(items));
    }

    private boolean writeOne(Cache<Integer, Item> cache, Family family, int key, int dice) {
        List<Integer> keys = List.of(key);
        long[] versions = advance(keys);
        if (dice % 10 < 4) {
            return tell(Kind.INVALIDATE, keys, versions, () -> cache.invalidate(key));
        } else if (dice % 10 < 6) {
            return tell(Kind.PUT, keys, versions, () -> cache.put(key, Item.of(key, versions[0])));
        } else if (dice % 10 < 8 && family == Family.FALLBACK) {
            return tell(Kind.EXPIRE, keys, versions, () -> cache.expire(key));
        }
        return tell(Kind.FOREIGN, keys, versions, () -> {
            String redisKey = Landscape.redisKey(family, key);
            if (dice % 10 == 9) {
                foreigner.set(redisKey, "nonsense");
            } else {
                foreigner.delete(redisKey);
            }
            return Delivery.ACKNOWLEDGED;
        });
    }

    private static List<Integer> keys(int group) {
        List<Integer> keys = new ArrayList<>(Landscape.GROUP);
        for (int i = 0; i < Landscape.GROUP; i++) {
            keys.add(group * Landscape.GROUP + i);
        }
        return keys;
    }

    private long[] advance(List<Integer> keys) {
        long[] versions = new long[keys.size()];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = client.source().read(keys.get(i)) + 1;
            Log.Begun write = client.logs().mine().begin(Kind.WRITE, keys.get(i), versions[i], System.nanoTime());
            client.source().advance(keys.get(i));
            write.end(Outcome.OK, System.nanoTime());
        }
        return versions;
    }

    private long[] versions(List<Integer> keys) {
        return keys.stream().mapToLong(client.source()::read).toArray();
    }

    /** Tells somebody and logs it, from before it is done; returns whether it was acknowledged. */
    private boolean tell(Kind kind, List<Integer> keys, long[] versions, Supplier<Delivery> telling) {
        long begin = System.nanoTime();
        List<Log.Begun> tells = new ArrayList<>(versions.length);
        for (int i = 0; i < versions.length; i++) {
            tells.add(client.logs().mine().begin(kind, keys.get(i), versions[i], begin));
        }
        Outcome outcome;
        try {
            outcome = telling.get() == Delivery.ACKNOWLEDGED ? Outcome.OK : Outcome.UNKNOWN;
        } catch (LarderException e) {
            outcome = Outcome.UNKNOWN;
        }
        long end = System.nanoTime();
        for (Log.Begun tell : tells) {
            tell.end(outcome, end);
        }
        return outcome == Outcome.OK;
    }
}
