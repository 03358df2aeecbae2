package dev.larder.near;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries of one near tier that goes on where it stopped, for samples: it copies nothing, is not counted as
 * a reader, and costs the entries that it passes.
 *
 * <p>It goes by the tier itself and not by the index of pushes, so it also meets entries that no push would find. In a large
 * tier it leaves some out at random, so that one tour is not as long as the tier and the next one meets others.
 *
 * <p>For one thread at a time.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class NearWalk<K, V> {

    private static final int MOST_LEFT_OUT = 15;

    /** A tour should meet at least so many. */
    private static final int ENOUGH = 64;

    private final Collection<NearEntry<K, V>> entries;
    private @Nullable Iterator<NearEntry<K, V>> tour;

    NearWalk(Collection<NearEntry<K, V>> entries) {
        this.entries = entries;
    }

    /** Returns the next entry, published or not; null at the end of a tour, after which a new one begins. */
    public @Nullable NearEntry<K, V> next() {
        if (tour == null) {
            tour = entries.iterator();
        }
        int most = Math.min(MOST_LEFT_OUT, entries.size() / ENOUGH);
        for (int left = ThreadLocalRandom.current().nextInt(most + 1); left > 0 && tour.hasNext(); left--) {
            tour.next();
        }
        if (tour.hasNext()) {
            return tour.next();
        }
        tour = null;
        return null;
    }
}
