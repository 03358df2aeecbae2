package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/**
 * Server and process do not fit together: the server lacks what the cache needs (its version, its protocol or a permission),
 * one does not accept the credentials or the certificate of the other, or a file with them cannot be used.
 */
public final class UnsuitableServerException extends RedisException {

    private static final long serialVersionUID = 1L;

    UnsuitableServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
