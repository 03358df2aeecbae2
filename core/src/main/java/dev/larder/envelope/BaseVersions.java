package dev.larder.envelope;

/**
 * The versions of the tags that every entry carries without being asked.
 *
 * @param cache version of its cache
 * @param layer version of its layer
 * @param policy version of the policy under which it was written
 */
public record BaseVersions(long cache, long layer, long policy) {}
