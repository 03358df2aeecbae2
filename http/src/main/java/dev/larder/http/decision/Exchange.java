package dev.larder.http.decision;

import java.time.Instant;

/**
 * When a response was asked for and when its head was received, by the clock of this side.
 *
 * @param requested when the request was begun to be sent
 * @param received when the head of the response was there
 */
public record Exchange(Instant requested, Instant received) {}
