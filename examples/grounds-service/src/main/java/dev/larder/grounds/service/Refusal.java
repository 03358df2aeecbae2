package dev.larder.grounds.service;

import dev.larder.session.limit.Decision;
import dev.larder.session.limit.RateLimitFields;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A request is not done. Carries what the client is told, which never repeats what the client has sent. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient HttpHeaders headers;

    private Refusal(HttpStatus status, String detail, List<String> errors) {
        this(status, detail, errors, HttpHeaders.EMPTY);
    }

    private Refusal(HttpStatus status, String detail, List<String> errors, HttpHeaders headers) {
        super(detail, null, false, false);
        this.problem = Problem.of(status, detail, errors);
        this.headers = headers;
    }

    private static HttpHeaders header(String name, String value) {
        HttpHeaders made = new HttpHeaders();
        made.set(name, value);
        return made;
    }

    /** It has to be known who asks. */
    static Refusal unauthorized(String detail) {
        return new Refusal(HttpStatus.UNAUTHORIZED, detail, List.of(), header(HttpHeaders.WWW_AUTHENTICATE, "Session"));
    }

    /** It is known who asks, and he may not. */
    static Refusal forbidden() {
        return new Refusal(HttpStatus.FORBIDDEN, "Your role does not allow that.", List.of());
    }

    /** It comes from a page of another site. */
    static Refusal foreign() {
        return new Refusal(HttpStatus.FORBIDDEN, "A page of another site asks for that.", List.of());
    }

    /** Too often. */
    static Refusal tooMany(Decision.Denied denied) {
        RateLimitFields fields = RateLimitFields.of(denied);
        HttpHeaders headers = header(
                RateLimitFields.RETRY_AFTER, String.valueOf(fields.retryAfter().orElse(1L)));
        headers.set(RateLimitFields.POLICY, fields.policy());
        headers.set(RateLimitFields.RATE_LIMIT, fields.rateLimit());
        return new Refusal(
                HttpStatus.TOO_MANY_REQUESTS, "Too many tries. Wait as long as Retry-After says.", List.of(), headers);
    }

    /** It cannot be done now. */
    static Refusal unavailable(String detail) {
        return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, detail, List.of(), header(HttpHeaders.RETRY_AFTER, "1"));
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

    HttpHeaders headers() {
        return headers;
    }
}
