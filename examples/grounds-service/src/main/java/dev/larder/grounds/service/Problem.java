package dev.larder.grounds.service;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Why a request is not done (RFC 9457): made of our own words only, so that nothing that a client has sent comes back.
 *
 * @param title the name of the status
 * @param status its number
 * @param detail what to do about it, or null
 * @param errors what is wrong with parameters or members, or null
 */
record Problem(
        String title,
        int status,
        @Nullable String detail,
        @Nullable List<String> errors) {

    static Problem of(HttpStatusCode status, @Nullable String detail, List<String> errors) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return new Problem(
                known == null ? "Error" : known.getReasonPhrase(),
                status.value(),
                detail,
                errors.isEmpty() ? null : List.copyOf(errors));
    }

    /** The answer; not to be stored, since the next one may be another. */
    ResponseEntity<Object> answer(HttpHeaders headers) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .cacheControl(CacheControl.noStore())
                .body(this);
    }
}
