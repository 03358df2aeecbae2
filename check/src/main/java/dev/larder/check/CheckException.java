package dev.larder.check;

/** A check could not be carried out; this says nothing about what was to be checked. */
public final class CheckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the remedy in the message. */
    public CheckException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With the remedy in the message. */
    public CheckException(String message) {
        super(message);
    }
}
