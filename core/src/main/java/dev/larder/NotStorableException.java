package dev.larder;

import org.jspecify.annotations.Nullable;

/** A key, a tag or a value that cannot be stored: too long, not well-formed text, or refused by its serialiser. */
public final class NotStorableException extends LarderException {

    private static final long serialVersionUID = 1L;

    NotStorableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
