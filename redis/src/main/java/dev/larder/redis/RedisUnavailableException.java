package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** The command was never sent: no link, an overdue heartbeat, or a full queue. */
public final class RedisUnavailableException extends RedisException {

    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause, false);
    }
}
