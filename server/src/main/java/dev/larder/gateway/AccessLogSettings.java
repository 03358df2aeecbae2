package dev.larder.gateway;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a line about each request goes.
 *
 * @param file null for the standard output
 * @param queue how many lines may wait to be written
 * @param query whether the query of a target is shown, which may hold secrets
 */
public record AccessLogSettings(@Nullable Path file, AccessFormat format, int queue, boolean query) {

    /** Checks. */
    public AccessLogSettings {
        if (queue < 1 || queue > 10_000_000) {
            throw new IllegalArgumentException("the queue of the access log has 1 to 10000000 places");
        }
    }
}
