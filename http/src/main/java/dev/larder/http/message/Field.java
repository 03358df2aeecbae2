package dev.larder.http.message;

/**
 * One field line of a message.
 *
 * @param name as it was written; compared without regard to case
 * @param value without the white space around it
 */
public record Field(String name, String value) {}
