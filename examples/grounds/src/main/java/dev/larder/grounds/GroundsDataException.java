package dev.larder.grounds;

/** The database of the sample could not be opened, filled, read or changed. The message says which and what helps. */
public final class GroundsDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GroundsDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
