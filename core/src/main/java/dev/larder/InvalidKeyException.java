package dev.larder;

import org.jspecify.annotations.Nullable;

/** A key or a tag that cannot be stored: too long, or not well-formed text. */
public final class InvalidKeyException extends LarderException {

    private static final long serialVersionUID = 1L;

    InvalidKeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
