package dev.larder.crypto;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Where the keys of a keyring come from. */
sealed interface KeySource {

    /** Returns the keys as they are now. */
    Keys keys();

    /** Returns the keys after one was met that is not among them. */
    Keys keysAfterUnknown();

    /** Keys that stay. */
    record Fixed(Keys keys) implements KeySource {

        @Override
        public Keys keysAfterUnknown() {
            return keys;
        }
    }

    /** The keys of a file, looked at now and then. */
    final class File implements KeySource {

        private static final System.Logger LOG = System.getLogger("dev.larder");
        private static final long PAUSE_NANOS = 1_000_000_000;
        private static final long UNKNOWN_PAUSE_NANOS = 100_000_000;
        private static final long WARNING_PAUSE_NANOS = 60_000_000_000L;

        private final KeysetFile file;
        private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
        private final ReentrantLock reading = new ReentrantLock();

        /** When it was last said that the file cannot be used. Guarded by {@code reading}. */
        private long warnedAt;

        private volatile KeysetFile.Stamp stamp;
        private volatile Keys keys;

        File(KeysetFile file) {
            this.file = file;
            this.stamp = file.stamp();
            this.keys = Keys.of(file.read(), file.toString());
        }

        @Override
        public Keys keys() {
            return after(PAUSE_NANOS);
        }

        @Override
        public Keys keysAfterUnknown() {
            return after(UNKNOWN_PAUSE_NANOS);
        }

        /** Looks at the file if it was not looked at for so long; one thread does, the others go on. */
        private Keys after(long pauseNanos) {
            long last = lookedAt.get();
            long now = System.nanoTime();
            if (now - last >= pauseNanos && lookedAt.compareAndSet(last, now) && reading.tryLock()) {
                try {
                    look();
                } finally {
                    reading.unlock();
                }
            }
            return keys;
        }

        private void look() {
            KeysetFile.Stamp found = file.stamp();
            if (found.equals(stamp)) {
                return;
            }
            try {
                keys = Keys.of(file.read(), file.toString());
                stamp = found;
                LOG.log(System.Logger.Level.INFO, () -> file + " has changed: " + keys.all());
            } catch (KeyringException e) {
                // The stamp stays, so that it is read again: the file may be half written, or the master key out of
                // reach.
                long now = System.nanoTime();
                if (warnedAt == 0 || now - warnedAt >= WARNING_PAUSE_NANOS) {
                    warnedAt = now;
                    LOG.log(
                            System.Logger.Level.WARNING,
                            () ->
                                    "the keys stay as they were, because the new ones cannot be used; the file is read again"
                                            + " every second: " + e.getMessage());
                }
            }
        }
    }
}
