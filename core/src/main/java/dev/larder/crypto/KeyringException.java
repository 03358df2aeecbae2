package dev.larder.crypto;

import org.jspecify.annotations.Nullable;

/** A keyset that cannot be read, or used, or changed as was asked for. The message never shows a key. */
public final class KeyringException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong with which keyset, and what to do
     * @param cause what was reported, or null where that might show a part of the keyset
     */
    public KeyringException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
