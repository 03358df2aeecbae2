package dev.larder.crypto;

/** A WARNING that is said once a minute at most, with how many were left out since the last one. Thread-safe. */
final class PacedWarning {

    private static final System.Logger LOG = System.getLogger("dev.larder");
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private boolean warned;
    private long warnedAt;
    private long unsaid;

    /**
     * Warns, if it is time to.
     *
     * @param now of a monotonic clock, in nanoseconds
     */
    synchronized void say(String message, long now) {
        if (warned && now - warnedAt < PAUSE_NANOS) {
            unsaid++;
            return;
        }
        String suffix = unsaid == 0 ? "" : " (and " + unsaid + " such lines left out since the last one)";
        warned = true;
        warnedAt = now;
        unsaid = 0;
        LOG.log(System.Logger.Level.WARNING, message + suffix);
    }
}
