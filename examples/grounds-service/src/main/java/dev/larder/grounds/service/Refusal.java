package dev.larder.grounds.service;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A request is not done. Carries what the client is told, which never repeats what the client has sent. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private Refusal(HttpStatus status, String detail, List<String> errors) {
        super(detail, null, false, false);
        this.problem = Problem.of(status, detail, errors);
    }

    /** There is no such thing. */
    static Refusal notFound(String one) {
        return new Refusal(HttpStatus.NOT_FOUND, "There is no such " + one + ".", List.of());
    }

    /** The request is wrong in itself; each error says what is wanted. */
    static Refusal bad(String detail, List<String> errors) {
        return new Refusal(HttpStatus.BAD_REQUEST, detail, errors);
    }

    /** The request contradicts what there is. */
    static Refusal conflict(String detail) {
        return new Refusal(HttpStatus.CONFLICT, detail, List.of());
    }

    /** Somebody else has changed it since the client read it. */
    static Refusal changed(String one) {
        return new Refusal(
                HttpStatus.PRECONDITION_FAILED,
                "The " + one + " has been changed since. Read it again, and repeat the change with its new ETag.",
                List.of());
    }

    /** The request does not say what it is based on. */
    static Refusal unconditional() {
        return new Refusal(
                HttpStatus.PRECONDITION_REQUIRED,
                "A change needs If-Match with the ETag of what it is based on, so that no other change gets lost.",
                List.of());
    }

    Problem problem() {
        return problem;
    }
}
