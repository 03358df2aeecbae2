package dev.larder.envelope;

/**
 * The marker of a lease: somebody is loading the value, and nothing is there yet.
 *
 * @param id random number of the lease
 * @param deadlineMillis server time at which the lease ends by itself
 */
public record Marker(long id, long deadlineMillis) implements Opened {}
