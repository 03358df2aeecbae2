package dev.larder.gateway;

import java.time.Duration;

/**
 * How an origin is checked.
 *
 * @param path what is asked for; a status below 400 is well
 * @param interval between two checks
 * @param timeout for an answer, at most the interval
 * @param failures in a row after which nothing is sent to the origin any more
 * @param successes in a row after which it is asked again
 */
public record HealthSettings(String path, Duration interval, Duration timeout, int failures, int successes) {

    /** Checks. */
    public HealthSettings {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("the path of a health check begins with a slash, as /health");
        }
        if (interval.toMillis() < 10 || timeout.toMillis() < 1 || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException(
                    "the interval of health checks is 10ms at least, and their timeout not longer than that");
        }
        if (failures < 1 || successes < 1) {
            throw new IllegalArgumentException("health checks need one failure and one success at least");
        }
    }

    /** Returns the settings for a path: every 5 seconds, 2 seconds for an answer, down after 3 failures, up after 1 success. */
    public static HealthSettings of(String path) {
        return new HealthSettings(path, Duration.ofSeconds(5), Duration.ofSeconds(2), 3, 1);
    }
}
