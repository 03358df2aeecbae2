package dev.larder.check;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;

/** The most memory that a gateway has while this is open, looked at twenty times a second. */
final class Peak implements AutoCloseable {

    private static final long EVERY_MILLIS = 50;

    private final GatewayProcess gateway;
    private final DoubleAccumulator most = new DoubleAccumulator(Math::max, 0);
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    @SuppressWarnings("FutureReturnValueIgnored") // ends when this is closed
    Peak(GatewayProcess gateway) {
        this.gateway = gateway;
        looking.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        most.accumulate(gateway.resident());
    }

    /** Returns the most so far, in megabytes. */
    double megabytes() {
        look();
        return most.get();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
