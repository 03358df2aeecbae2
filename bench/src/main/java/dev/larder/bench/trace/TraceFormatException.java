package dev.larder.bench.trace;

import java.io.IOException;

/** A file is there but is no access trace, or only the beginning of one. */
public final class TraceFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    TraceFormatException(String message) {
        super(message);
    }

    TraceFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
