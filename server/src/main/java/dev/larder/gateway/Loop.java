package dev.larder.gateway;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;

/** The event loop of one connection: what is done with it is done there. */
record Loop(Context context) {

    /** Returns the one of the thread that calls. */
    static Loop current() {
        return new Loop(Objects.requireNonNull(Vertx.currentContext(), "this is no event loop"));
    }

    /** Runs a step, at once if this is its thread. */
    void run(Runnable step) {
        if (context.equals(Vertx.currentContext())) {
            step.run();
        } else {
            context.runOnContext(ignored -> step.run());
        }
    }

    /** Runs a step after those that are waiting already. */
    void later(Runnable step) {
        context.runOnContext(ignored -> step.run());
    }
}
