package dev.larder.grounds.service;

import dev.larder.CacheUnavailableException;
import dev.larder.LoadFailedException;
import dev.larder.LoadRejectedException;
import dev.larder.grounds.GroundsDataException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns what went wrong into a {@link Problem}: the framework's own words repeat paths, values and names of classes. */
@RestControllerAdvice
final class Problems extends ResponseEntityExceptionHandler {
    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private final Outages quiet = new Outages(System::nanoTime);

    @ExceptionHandler
    ResponseEntity<Object> refused(Refusal refusal) {
        return refusal.problem().answer(refusal.headers());
    }

    /** The database does not answer, or is too busy. */
    @ExceptionHandler({
        GroundsDataException.class,
        LoadFailedException.class,
        LoadRejectedException.class,
        CacheUnavailableException.class
    })
    ResponseEntity<Object> unavailable(RuntimeException failure) {
        quiet.warn(failure);
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Try again later.", List.of())
                .answer(headers);
    }

    @ExceptionHandler
    ResponseEntity<Object> broken(Exception failure) {
        LOG.log(Level.ERROR, "a request could not be answered", failure);
        return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, null, List.of()).answer(HttpHeaders.EMPTY);
    }

    /** Names only members that the change has itself. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return Problem.of(status, "The content has to be one JSON object.", List.of(unreadable(failure.getCause())))
                .answer(headers);
    }

    private static String unreadable(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown && unknown.getKnownPropertyIds() != null) {
            return "one of its members is unknown; known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .collect(Collectors.toCollection(TreeSet::new))
                            .stream()
                            .collect(Collectors.joining(", "));
        }
        if (cause instanceof DatabindException unfit) {
            String member = unfit.getPath().stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            if (!member.isEmpty()) {
                return member + " is of another type than is wanted";
            }
        }
        return "it is empty, too long or something else";
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            LOG.log(Level.ERROR, "a request could not be answered", failure);
        }
        return Problem.of(status, null, List.of()).answer(headers);
    }
}
