package dev.larder;

import org.jspecify.annotations.Nullable;

/** A load was not started: no place at the source was free in time, or the load had asked for itself. */
public final class LoadRejectedException extends LarderException {

    private static final long serialVersionUID = 1L;

    LoadRejectedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
