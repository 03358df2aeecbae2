package dev.larder.http;

/**
 * How many stored responses a purge would reach now, or how far the count has come.
 *
 * @param responses responses that can be found, fresh or stale; each variant counts
 * @param keys keys of the cache that were looked at
 * @param exact whether that is all there is. It is not where the count was ended early or Redis did not answer at times, where URLs
 *     are stored as hashes, and while the count is under way. Even then what is written meanwhile may count or not, and a key may
 *     count twice while a server grows its table
 */
public record Preview(long responses, long keys, boolean exact) {}
