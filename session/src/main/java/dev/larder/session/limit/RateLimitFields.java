package dev.larder.session.limit;

import java.util.Optional;

/**
 * The response header fields that tell a caller of its limits: {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-10) and {@code Retry-After} (RFC 9110, section 10.2.3).
 *
 * <p>Seconds are rounded up. Of a denied call {@code t} is given for the limits that deny alone, so that {@code Retry-After} is never
 * earlier than one of them.
 *
 * @param policy the value of {@code RateLimit-Policy}, such as {@code "api";q=100;w=60}; empty if there is none to tell of
 * @param rateLimit the value of {@code RateLimit}, such as {@code "api";r=42;t=1}; empty if there is none to tell of
 * @param retryAfter the value of {@code Retry-After}, in seconds, where the call was denied
 */
public record RateLimitFields(String policy, String rateLimit, Optional<Long> retryAfter) {

    /** The name of the field that tells of the policies. */
    public static final String POLICY = "RateLimit-Policy";

    /** The name of the field that tells how things stand. */
    public static final String RATE_LIMIT = "RateLimit";

    /** The name of the field that tells when to come again. */
    public static final String RETRY_AFTER = "Retry-After";

    /** Returns the fields for a decision. */
    public static RateLimitFields of(Decision decision) {
        return FieldValues.of(decision);
    }
}
