package dev.larder;

import org.jspecify.annotations.Nullable;

/** Redis could not be asked, and the outage policy forbids to go on without it; or the Larder has been closed. */
public final class CacheUnavailableException extends LarderException {

    private static final long serialVersionUID = 1L;

    CacheUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
