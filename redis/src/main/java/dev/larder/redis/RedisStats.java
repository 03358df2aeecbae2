package dev.larder.redis;

/**
 * Counts since the start. Heartbeats and handshakes are not among the round trips.
 *
 * @param roundTrips flushes that carried at least one command of a caller
 * @param commands commands sent
 * @param bytesSent bytes of arguments sent
 * @param bytesReceived bytes of values received
 * @param timeouts commands whose outcome is unknown
 * @param refused commands never sent: no link, an overdue heartbeat, or a full queue
 * @param errors error replies
 * @param reconnects connections made after the first
 * @param pushes invalidated keys announced
 */
public record RedisStats(
        long roundTrips,
        long commands,
        long bytesSent,
        long bytesReceived,
        long timeouts,
        long refused,
        long errors,
        long reconnects,
        long pushes) {}
