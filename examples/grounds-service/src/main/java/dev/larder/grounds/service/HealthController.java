package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.grounds.GroundsDatabase;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /health}: whether the service can work. Without the database it cannot (503); without Redis it can, from the database. */
@RestController
final class HealthController {
    private final GroundsDatabase database;
    private final Larder larder;

    /** How well something is. */
    enum State {
        UP,
        /** Answers come from the database, and other processes hear of changes later. */
        DEGRADED,
        DOWN
    }

    /** How well the service is, and what it needs. */
    record Health(State status, State database, State redis) {}

    HealthController(GroundsDatabase database, Larder larder) {
        this.database = database;
        this.larder = larder;
    }

    @GetMapping("/health")
    ResponseEntity<Health> health() {
        State source = database.answers() ? State.UP : State.DOWN;
        State redis = larder.coherent() ? State.UP : State.DOWN;
        State all = source == State.DOWN ? State.DOWN : redis == State.DOWN ? State.DEGRADED : State.UP;
        return ResponseEntity.status(all == State.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
                .cacheControl(CacheControl.noStore())
                .body(new Health(all, source, redis));
    }
}
