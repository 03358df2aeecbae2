package dev.larder.gateway;

import dev.larder.LarderException;
import org.jspecify.annotations.Nullable;

/** A gateway could not be started. */
public final class GatewayException extends LarderException {

    private static final long serialVersionUID = 1L;

    GatewayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
