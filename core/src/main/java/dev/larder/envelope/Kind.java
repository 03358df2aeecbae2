package dev.larder.envelope;

/** The second byte of everything that Larder writes under a value key. Scripts compare and rewrite it in place. */
public enum Kind {
    /** An entry. */
    ENTRY(1),
    /** An entry expired by hand: stale from that moment, whatever its soft expiry says. */
    EXPIRED(2),
    /** The marker of a lease. */
    MARKER(3);

    private final byte code;

    Kind(int code) {
        this.code = (byte) code;
    }

    /** The byte itself. */
    public byte code() {
        return code;
    }
}
