package dev.larder.check;

import java.time.Duration;

/**
 * What of a gateway to check, and for how long.
 *
 * @param main the class whose {@code main} is the command line of Larder
 * @param megabytes how much content streams through, each way
 * @param slow clients that read a few bytes each second
 * @param time how long the fast client is measured, with and without them
 * @param memory megabytes for the gateway's heap, and as many beside it
 */
public record GatewayOptions(String main, int megabytes, int slow, Duration time, int memory) {

    /** 1 GiB each way, 1,000 slow clients, three times 10 s, 64 MB. */
    public static GatewayOptions of(String main) {
        return new GatewayOptions(main, 1_024, 1_000, Duration.ofSeconds(10), 64);
    }

    /** Checks. */
    public GatewayOptions {
        if (megabytes < 1 || slow < 1 || memory < 32 || time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("1 MiB, 1 slow client, 32 MB of memory and some time at least");
        }
    }

    /** The same with another amount of content. */
    public GatewayOptions withMegabytes(int newMegabytes) {
        return new GatewayOptions(main, newMegabytes, slow, time, memory);
    }

    /** The same with other slow clients. */
    public GatewayOptions withSlow(int newSlow) {
        return new GatewayOptions(main, megabytes, newSlow, time, memory);
    }

    /** The same for another time. */
    public GatewayOptions withTime(Duration newTime) {
        return new GatewayOptions(main, megabytes, slow, newTime, memory);
    }

    /** The same with other memory. */
    public GatewayOptions withMemory(int newMemory) {
        return new GatewayOptions(main, megabytes, slow, time, newMemory);
    }
}
