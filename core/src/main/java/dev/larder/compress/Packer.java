package dev.larder.compress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Packs and unpacks the values of one cache, samples them, and keeps the dictionaries that this process knows.
 *
 * <p>Thread-safe. A value that does not shrink by a sixteenth stays as it is; where most do not, only some are tried.
 */
public final class Packer {

    /** What a sample may take of the heap, and how many values it has. */
    static final int SAMPLE_VALUES = 1_000;

    static final long SAMPLE_BYTES = 2 << 20;

    /** With less nothing can be learned. */
    static final int LEAST_VALUES = 200;

    static final long LEAST_BYTES = 32 << 10;

    /** Frames have a few bytes of their own: shorter values do not shrink without a dictionary, nor these with one. */
    private static final int LEAST_PLAIN = 160;

    private static final int LEAST_WITH_DICTIONARY = 16;

    private static final int SHRINK_SHIFT = 4;
    private static final int PATIENCE = 32;
    private static final int TRY_ONE_OF = 16;

    /** Dictionaries known at once: the current one, and those of entries that are still there. */
    private static final int MOST_KNOWN = 16;

    /** A dictionary, the server time in milliseconds until which Redis keeps it, and how well it does. */
    private record Current(Dictionary dictionary, long keptUntil, Ratio ratio) {}

    private final Map<Integer, Dictionary> known = new LinkedHashMap<>(MOST_KNOWN, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Dictionary> eldest) {
            return size() > MOST_KNOWN;
        }
    };
    private final Samples samples = new Samples(
            SAMPLE_VALUES, SAMPLE_BYTES, () -> ThreadLocalRandom.current().nextLong());
    private final AtomicInteger inVain = new AtomicInteger();
    private final AtomicInteger untried = new AtomicInteger();
    private volatile @Nullable Current current;
    private volatile @Nullable Dictionary lastUsed;
    private final boolean compresses;

    /**
     * Creates the packer of one cache.
     *
     * @param wanted whether values are compressed, if that is possible here; they are unpacked in any case
     */
    public Packer(boolean wanted) {
        this.compresses = wanted && Frames.unavailable() == null;
    }

    /** Returns whether values are compressed. */
    public boolean compresses() {
        return compresses;
    }

    /** Returns why nothing can be compressed on this machine, or null. */
    public static @Nullable String unavailable() {
        return Frames.unavailable();
    }

    /**
     * Packs a value.
     *
     * @param plain the serialised value; must not be changed afterwards
     * @param neededUntil server time in milliseconds until which the entry lives; a dictionary that does not is not used
     */
    public Packed pack(byte[] plain, long neededUntil) {
        if (!compresses) {
            return new Packed(plain, false, 0, plain.length);
        }
        samples.offer(plain);
        Current now = current;
        Current used = now != null && now.keptUntil >= neededUntil ? now : null;
        Dictionary dictionary = used == null ? null : used.dictionary;
        boolean tooShort = plain.length < (dictionary == null ? LEAST_PLAIN : LEAST_WITH_DICTIONARY);
        if (tooShort || inVain.get() >= PATIENCE && untried.incrementAndGet() % TRY_ONE_OF != 0) {
            return new Packed(plain, false, 0, plain.length);
        }
        byte[] frame = Frames.compress(plain, dictionary);
        boolean shrunk = frame.length <= plain.length - (plain.length >> SHRINK_SHIFT);
        if (shrunk) {
            inVain.set(0);
        } else {
            inVain.incrementAndGet();
        }
        if (used != null) {
            used.ratio.count(plain.length, Math.min(plain.length, frame.length));
        }
        return shrunk
                ? new Packed(frame, true, dictionary == null ? 0 : dictionary.id(), plain.length)
                : new Packed(plain, false, 0, plain.length);
    }

    /**
     * Unpacks a frame, or answers null when it is none, or not one of that length. Its dictionary must be known.
     *
     * @param plainLength bytes that it is said to hold, which the caller has found to be few enough
     */
    public byte @Nullable [] unpack(byte[] frame, int offset, int length, int plainLength, int dictionary) {
        if (dictionary == 0) {
            return Frames.decompress(frame, offset, length, plainLength, null);
        }
        Dictionary found = find(dictionary);
        return found == null ? null : Frames.decompress(frame, offset, length, plainLength, found);
    }

    /** Returns whether a frame with this dictionary can be unpacked; 0 stands for none. */
    public boolean knows(int dictionary) {
        return dictionary == 0 || find(dictionary) != null;
    }

    private @Nullable Dictionary find(int id) {
        Dictionary last = lastUsed;
        if (last != null && last.id() == id) {
            return last;
        }
        synchronized (known) {
            Dictionary found = known.get(id);
            if (found != null) {
                lastUsed = found;
            }
            return found;
        }
    }

    /** Makes a dictionary known, for reading. */
    public void learn(Dictionary dictionary) {
        synchronized (known) {
            known.putIfAbsent(dictionary.id(), dictionary);
        }
    }

    /**
     * Packs by this dictionary from now on.
     *
     * @param keptUntil server time in milliseconds until which Redis keeps it
     * @param trained what a value that has 1 byte took when it was trained
     */
    public synchronized void adopt(Dictionary dictionary, long keptUntil, double trained) {
        learn(dictionary);
        Current before = current;
        if (before != null && before.dictionary.id() == dictionary.id()) {
            current = new Current(dictionary, keptUntil, before.ratio);
        } else {
            inVain.set(0);
            current = new Current(dictionary, keptUntil, new Ratio(trained));
        }
    }

    /** Notes until when Redis keeps a dictionary, if values are packed by it. */
    public synchronized void prolong(int id, long keptUntil) {
        Current now = current;
        if (now != null && now.dictionary.id() == id) {
            current = new Current(now.dictionary, keptUntil, now.ratio);
        }
    }

    /** Returns what a value that has 1 byte took when the present dictionary was trained; 1 without one. */
    public double trained() {
        Current now = current;
        return now == null ? 1 : now.ratio.trained();
    }

    /** Returns the dictionary that values are packed by, or null. */
    public @Nullable Dictionary current() {
        Current now = current;
        return now == null ? null : now.dictionary;
    }

    /** Returns the server time in milliseconds until which Redis keeps that dictionary; 0 without one. */
    public long keptUntil() {
        Current now = current;
        return now == null ? 0 : now.keptUntil;
    }

    /** Returns whether training may gain something: there is a sample, and no dictionary or one that has become worse. */
    public boolean trainingDue() {
        Current now = current;
        return compresses
                && samples.size() >= LEAST_VALUES
                && samples.bytes() >= LEAST_BYTES
                && (now == null || now.ratio.decayed());
    }

    /** Trains a dictionary on what was sampled and compares it with the present way; 50 to 100 ms of one processor. */
    public Training train() {
        List<byte[]> sample = samples.take();
        return Training.of(sample, current());
    }
}
