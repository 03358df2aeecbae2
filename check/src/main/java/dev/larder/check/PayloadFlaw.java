package dev.larder.check;

/**
 * Something that must not happen to a payload.
 *
 * @param kind the kind of attack, or of load
 * @param detail what was seen
 */
public record PayloadFlaw(String kind, String detail) {}
