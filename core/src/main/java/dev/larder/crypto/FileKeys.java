package dev.larder.crypto;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a file, looked at again and again: once a second while they are used, and when a key is met that is not among them.
 *
 * <p>Thread-safe. While no look is due, {@link #keys} takes no lock. Who comes when one is due, or has met an unknown key, looks
 * or waits for who does, so that nobody goes on with keys that are older. To look is to ask the file system; only when the file
 * has changed, all wait for it to be read, and for the master key. Those who wait do so for two seconds at most; the one thread
 * that looks takes as long as the file system and the master key do, which is not bounded here, and is warned of. A file that
 * could not be used is tried again by one thread at a time, and nobody else waits for that. An interrupt does not stop a look,
 * and stays.
 */
final class FileKeys implements KeySource {

    private static final System.Logger LOG = System.getLogger("dev.larder");
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final long UNKNOWN_PAUSE_NANOS = 100_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How often whoever waits asks whether it takes too long by now. */
    private static final long SLICE_NANOS = 10_000_000;

    private static final long NOT_LOOKING = 0;

    /** Unknown keys that are remembered; of more, the file is looked at more often. */
    private static final int MOST_UNKNOWN = 64;

    private final KeysetFile file;
    private final Supplier<KeysetFile.Stamp> stamps;
    private final LongSupplier clock;
    private final long patienceNanos;
    private final ReentrantLock looking = new ReentrantLock();

    /** What the keys were read of. As all that is not volatile, guarded by {@code looking}. */
    private KeysetFile.Stamp stamp;

    /** What could not be used, if that is what is there. */
    private KeysetFile.@Nullable Stamp refused;

    private long refusedAt;

    /** When the file was looked at for an unknown key, by the key, since it has changed. */
    private final Map<Integer, Long> unknown = new LinkedHashMap<>();

    private final PacedWarning unusable = new PacedWarning();
    private final PacedWarning slow = new PacedWarning();

    /** Set before {@code lookedAt}: who sees that a look has ended sees what it found. */
    private volatile Keys keys;

    /** When the last look ended. */
    private volatile long lookedAt;

    /** When the look under way began. */
    private volatile long since = NOT_LOOKING;

    /** Whether what is under way only tries again what has failed before. */
    private volatile boolean again;

    FileKeys(KeysetFile file) {
        this(file, file::stamp, System::nanoTime, PATIENCE);
    }

    /**
     * Reads a file.
     *
     * @param stamps tell whether it has changed
     * @param clock monotonic, in nanoseconds
     * @param patience how long to wait for another thread that reads it
     * @throws KeyringException if it cannot be used
     */
    FileKeys(KeysetFile file, Supplier<KeysetFile.Stamp> stamps, LongSupplier clock, Duration patience) {
        this.file = file;
        this.stamps = stamps;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        this.stamp = stamps.get();
        this.keys = Keys.of(file.read(), file.toString());
        this.lookedAt = clock.getAsLong();
    }

    @Override
    public Keys keys() {
        if (due() && acquired()) {
            try {
                if (due()) {
                    look();
                }
            } finally {
                looking.unlock();
            }
        }
        return keys;
    }

    private boolean due() {
        return clock.getAsLong() - lookedAt >= PAUSE_NANOS;
    }

    @Override
    public Keys keysAfterUnknown(int id) {
        if (acquired()) {
            try {
                if (!keys.enabled().contains(id) && unknownDue(id)) {
                    look();
                    if (!unknown.containsKey(id) && unknown.size() >= MOST_UNKNOWN) {
                        unknown.remove(unknown.keySet().iterator().next());
                    }
                    unknown.put(id, lookedAt);
                }
            } finally {
                looking.unlock();
            }
        }
        return keys;
    }

    private boolean unknownDue(int id) {
        Long last = unknown.get(id);
        return last == null || clock.getAsLong() - last >= UNKNOWN_PAUSE_NANOS;
    }

    /** Takes the lock, after whoever looks now, unless that takes too long. Keeps an interrupt, and is not hurried by it. */
    private boolean acquired() {
        if (looking.tryLock()) {
            return true;
        }
        long began = System.nanoTime();
        boolean interrupted = false;
        try {
            while (!again) {
                if (tooLong(began) || tooLong(since)) {
                    warnSlow();
                    return false;
                }
                try {
                    if (looking.tryLock(SLICE_NANOS, TimeUnit.NANOSECONDS)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean tooLong(long began) {
        return began != NOT_LOOKING && System.nanoTime() - began >= patienceNanos;
    }

    /** Looks, with the interrupt off: a client of a key management service would give up at once. */
    private void look() {
        boolean interrupted = Thread.interrupted();
        long began = System.nanoTime() | 1;
        since = began;
        try {
            KeysetFile.Stamp found = stamps.get();
            if (found.equals(stamp)) {
                refused = null;
            } else if (!found.equals(refused)) {
                read(found);
            } else if (clock.getAsLong() - refusedAt >= PAUSE_NANOS) {
                again = true;
                read(found);
            }
        } finally {
            since = NOT_LOOKING;
            again = false;
            lookedAt = clock.getAsLong();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (tooLong(began)) {
            warnSlow();
        }
    }

    private void read(KeysetFile.Stamp found) {
        try {
            keys = Keys.of(file.read(), file.toString());
            stamp = found;
            refused = null;
            unknown.clear();
            LOG.log(System.Logger.Level.INFO, () -> file + " has changed: " + keys.all());
        } catch (KeyringException e) {
            // The stamp stays, so that it is read again: the file may be half written, or the master key out of reach.
            refused = found;
            refusedAt = clock.getAsLong();
            warn(e);
        }
    }

    private void warn(KeyringException e) {
        String message =
                "the keys stay as they were, because the new ones cannot be used; the file is read again every second: "
                        + e.getMessage();
        LOG.log(System.Logger.Level.DEBUG, message, e.getCause());
        unusable.say(message, clock.getAsLong());
    }

    private void warnSlow() {
        slow.say(
                "to look at " + file + " takes longer than " + patienceNanos / 1_000_000
                        + " ms, and who looks waits for all of it, the others go on with the keys as they were; look at"
                        + " the file system and, if there is a master key, at its service, and set a timeout in its client",
                clock.getAsLong());
    }
}
