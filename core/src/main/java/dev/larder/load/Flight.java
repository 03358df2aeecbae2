package dev.larder.load;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one load of a key that is under way in this process, and everyone who waits for it.
 *
 * <p>A flight is voided when its key or cache is written to by this process, or when a push tells that its lease is gone:
 * what it loads may then be older than the write. Whoever asks after that starts a new flight.
 *
 * @param <K> type of the key
 * @param <T> type of the outcome
 */
public final class Flight<K, T> {

    private final K key;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private volatile boolean overwritten;
    private volatile boolean leaseLost;
    private volatile boolean started;
    private volatile long startedAt;
    private volatile @Nullable Thread loader;

    Flight(K key) {
        this.key = key;
    }

    /** Returns the key. */
    public K key() {
        return key;
    }

    /** Returns what will be known at the end; never completed exceptionally. */
    public CompletableFuture<T> outcome() {
        return outcome;
    }

    /** Notes that the source is asked now, on this thread if the load blocks one. */
    public void loadStarts(long nanoTime, @Nullable Thread thread) {
        startedAt = nanoTime;
        loader = thread;
        started = true;
    }

    /** Notes that the source has answered. */
    public void loadEnds() {
        loader = null;
    }

    /** Returns whether this thread is the one that loads. */
    public boolean loadedBy(Thread thread) {
        return loader == thread;
    }

    /** Returns whether the source was asked already. */
    public boolean isStarted() {
        return started;
    }

    /** Returns {@link System#nanoTime()} at which the source was asked; only after {@link #loadStarts}. */
    public long startedAt() {
        return startedAt;
    }

    /** Returns whether the source was asked more than {@code nanos} before {@code nanoTime}. */
    public boolean startedBefore(long nanoTime, long nanos) {
        return started && nanoTime - startedAt > nanos;
    }

    /** Notes that this process has written to the key since. */
    public void overwritten() {
        overwritten = true;
    }

    /** Notes that the lease has ended, or must be taken to have: a push has come, or the flight was given up. */
    public void leaseLost() {
        leaseLost = true;
    }

    /** Returns whether this process has written to the key since. */
    public boolean isOverwritten() {
        return overwritten;
    }

    /** Returns whether what is loaded may be older than a write, by this process or another. */
    public boolean voided() {
        return overwritten || leaseLost;
    }
}
