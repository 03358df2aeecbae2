package dev.larder.redis;

import java.util.concurrent.atomic.LongAdder;

/** The counts behind {@link RedisStats}. */
final class Counters {

    final LongAdder roundTrips = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    final LongAdder pushes = new LongAdder();

    RedisStats snapshot() {
        return new RedisStats(
                roundTrips.sum(),
                commands.sum(),
                bytesSent.sum(),
                bytesReceived.sum(),
                timeouts.sum(),
                refused.sum(),
                errors.sum(),
                reconnects.sum(),
                pushes.sum());
    }
}
