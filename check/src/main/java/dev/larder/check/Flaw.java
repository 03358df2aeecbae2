package dev.larder.check;

/**
 * Something that must not happen.
 *
 * @param kind the kind of attack or of load, or the rule that is broken
 * @param detail what was seen
 */
public record Flaw(String kind, String detail) {}
