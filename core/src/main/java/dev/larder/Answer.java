package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * A value together with where it came from.
 *
 * @param value the value, or null if there is none
 * @param tier who answered
 * @param stale whether it has expired, or cannot be proven fresh, and was answered because the policy allows it
 * @param <V> type of the value
 */
public record Answer<V>(@Nullable V value, Lookup.Tier tier, boolean stale) {}
