package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Counts of connections, and what checks make of an origin. */
class GuestsTest {

    @Test
    void admit_tooMany_areRefusedUntilOthersLeave() {
        Guests guests = new Guests();

        assertThat(guests.admit("10.0.0.1", 3, 2)).isTrue();
        assertThat(guests.admit("10.0.0.1", 3, 2)).isTrue();
        assertThat(guests.admit("10.0.0.1", 3, 2)).isFalse();
        assertThat(guests.admit("10.0.0.2", 3, 2)).isTrue();
        assertThat(guests.admit("10.0.0.3", 3, 2)).isFalse();
        assertThat(guests.refused()).isEqualTo(2);
        guests.leave("10.0.0.1");
        assertThat(guests.admit("10.0.0.1", 3, 2)).isTrue();
        guests.leave("10.0.0.1");
        guests.leave("10.0.0.1");
        guests.leave("10.0.0.2");

        assertThat(guests.count()).isZero();
        assertThat(guests.addresses()).isZero();
    }

    @Test
    void health_checksInARow_turnIt() {
        HealthSettings settings = new HealthSettings("/", Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3);

        Health once = Health.UP.after(false, settings);
        assertThat(once.up()).isTrue();
        assertThat(once.after(true, settings)).isEqualTo(Health.UP);
        Health down = once.after(false, settings);
        assertThat(down.up()).isFalse();
        Health better = down.after(true, settings).after(true, settings);
        assertThat(better.up()).isFalse();
        assertThat(better.after(false, settings)).isEqualTo(down);
        assertThat(better.after(true, settings)).isEqualTo(Health.UP);
    }
}
