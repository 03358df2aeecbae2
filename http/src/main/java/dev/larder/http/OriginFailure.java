package dev.larder.http;

import dev.larder.http.decision.Failure;
import org.jspecify.annotations.Nullable;

/** The origin failed; who waited for its response is told so. */
final class OriginFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    OriginFailure(Failure failure, @Nullable Throwable cause) {
        super("the origin " + (failure == Failure.ERROR ? "answered with an error" : "did not answer"), cause);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
