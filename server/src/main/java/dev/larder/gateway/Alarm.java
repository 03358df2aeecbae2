package dev.larder.gateway;

import java.time.Duration;

/** A time-out for the next step of something, started anew for each; used on one event loop. */
final class Alarm {

    private static final long NONE = -1;

    private final Loop loop;
    private final long millis;
    private final Runnable expired;
    private long timer = NONE;

    /**
     * Creates one that does not run.
     *
     * @param expired runs on the loop
     */
    Alarm(Loop loop, Duration after, Runnable expired) {
        this.loop = loop;
        this.millis = after.toMillis();
        this.expired = expired;
    }

    void start() {
        stop();
        timer = loop.context().owner().setTimer(millis, ignored -> {
            timer = NONE;
            expired.run();
        });
    }

    void stop() {
        if (timer != NONE) {
            loop.context().owner().cancelTimer(timer);
            timer = NONE;
        }
    }
}
