package dev.larder.gateway;

import java.time.Duration;

/**
 * How long a gateway waits, and how many connections it has.
 *
 * @param connect for a new connection to the origin
 * @param turn for a connection to the origin, new or free, at most
 * @param silence for the origin to begin its response once it has the whole request, and for each next part of what is sent or received
 * @param client for each next part of a request's content
 * @param connections to the origin, at most
 */
record GatewaySettings(Duration connect, Duration turn, Duration silence, Duration client, int connections) {

    static final GatewaySettings DEFAULT = new GatewaySettings(
            Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60), 256);
}
