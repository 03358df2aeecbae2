package dev.larder;

import org.jspecify.annotations.Nullable;

/** A loader threw, answered nonsense or took longer than its time-out; the cause says which. */
public final class LoadFailedException extends LarderException {

    private static final long serialVersionUID = 1L;

    LoadFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
