package dev.larder.compress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * A sample of the values written since it was last taken, within a bound on memory: a uniform one of the first of them
 * (reservoir sampling, Vitter 1985, algorithm R), in which then the latest take the place of older ones (Aggarwal 2006), so
 * that a change of the values soon shows. Thread-safe; a value that meets another one on its way is left out rather than
 * waited for.
 */
final class Samples {

    /** Values longer than this say little about others. */
    static final int LONGEST = 16 << 10;

    /** A value stays for as many later ones, on average, as this many samples have. */
    static final int MEMORY = 10;

    private final int most;
    private final long mostBytes;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<byte[]> kept = new ArrayList<>();
    private long keptBytes;
    private long offered;

    Samples(int most, long mostBytes, RandomGenerator random) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.random = random;
    }

    /** Offers a value that will not be changed any more. */
    void offer(byte[] value) {
        if (value.length == 0 || value.length > LONGEST || !lock.tryLock()) {
            return;
        }
        try {
            offered = Math.min(offered + 1, (long) MEMORY * most);
            if (kept.size() < most && keptBytes + value.length <= mostBytes) {
                kept.add(value);
                keptBytes += value.length;
                return;
            }
            long place = random.nextLong(offered);
            if (place < kept.size()) {
                byte[] old = kept.get((int) place);
                if (keptBytes - old.length + value.length <= mostBytes) {
                    kept.set((int) place, value);
                    keptBytes += value.length - old.length;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many values are kept. */
    int size() {
        lock.lock();
        try {
            return kept.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes these have. */
    long bytes() {
        lock.lock();
        try {
            return keptBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the sample, in random order, and begins another one. */
    List<byte[]> take() {
        lock.lock();
        try {
            List<byte[]> taken = new ArrayList<>(kept);
            kept.clear();
            keptBytes = 0;
            offered = 0;
            shuffle(taken);
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void shuffle(List<byte[]> values) {
        for (int i = values.size() - 1; i > 0; i--) {
            Collections.swap(values, i, random.nextInt(i + 1));
        }
    }
}
