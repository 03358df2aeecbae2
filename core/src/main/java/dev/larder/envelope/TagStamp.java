package dev.larder.envelope;

/**
 * A tag of an entry and the version that the tag had before the value was loaded.
 *
 * @param tag name of the tag
 * @param version the version then; the entry is void once the tag has another one
 */
public record TagStamp(String tag, long version) {}
