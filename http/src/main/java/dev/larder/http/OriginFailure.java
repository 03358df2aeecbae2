package dev.larder.http;

import dev.larder.http.decision.Failure;
import org.jspecify.annotations.Nullable;

/** The origin failed; who waited for its response is told so. */
final class OriginFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final boolean improper;

    private OriginFailure(String message, Failure failure, boolean improper, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        this.improper = improper;
    }

    static OriginFailure silent(@Nullable Throwable cause) {
        return new OriginFailure("the origin did not answer", Failure.NO_ANSWER, false, cause);
    }

    static OriginFailure error(Failure failure) {
        return new OriginFailure("the origin answered with an error", failure, false, null);
    }

    /** What it sent is no proper response. */
    static OriginFailure improper() {
        return new OriginFailure("the origin sent no proper response", Failure.NO_ANSWER, true, null);
    }

    Failure failure() {
        return failure;
    }

    /** Returns whether something came that is no proper response. */
    boolean isImproper() {
        return improper;
    }
}
