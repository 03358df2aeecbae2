package dev.larder.check;

/**
 * A rule that a history broke.
 *
 * @param rule which one
 * @param key which key
 * @param detail what was read, written or loaded when, in words
 */
public record Violation(Rule rule, int key, String detail) {}
