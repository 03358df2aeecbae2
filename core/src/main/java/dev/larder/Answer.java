package dev.larder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value together with where it came from.
 *
 * @param value the value, or null if there is none
 * @param tier who answered
 * @param stale whether it has expired, or cannot be proven fresh, and was answered because the policy allows it
 * @param age time since it was written; zero if the source has just answered
 * @param failure why a stale value stands in for what was to be loaded; null if nothing has failed
 * @param <V> type of the value
 */
public record Answer<V>(
        @Nullable V value,
        Lookup.Tier tier,
        boolean stale,
        Duration age,
        @Nullable LarderException failure) {}
