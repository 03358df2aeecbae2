package dev.larder.gateway;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of a request.
 *
 * @param at when its head was here
 * @param address of the client
 * @param method as it came
 * @param target as it came
 * @param version of HTTP
 * @param referer as it came; null if there is none
 * @param agent what the client calls itself; null if it does not
 * @param status of the answer; 0 if there was none
 * @param bytes of the answer's content
 * @param firstByte how long its answer took to begin; null if it did not
 * @param total how long it took in all
 * @param cacheStatus what the cache said of it; null if nothing
 */
record Visited(
        Instant at,
        String address,
        String method,
        String target,
        String version,
        @Nullable String referer,
        @Nullable String agent,
        int status,
        long bytes,
        @Nullable Duration firstByte,
        Duration total,
        @Nullable String cacheStatus) {}
