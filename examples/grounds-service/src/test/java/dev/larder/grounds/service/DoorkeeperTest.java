package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.session.EndReason;
import dev.larder.session.SaveResult;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A role that was not written is not taken for written. */
class DoorkeeperTest {

    @Test
    void require_whatWasNotWritten_isRefused() {
        for (SaveResult result : List.of(
                new SaveResult.Unavailable(new IllegalStateException("away")),
                new SaveResult.Conflict(Set.of("roles")),
                new SaveResult.Ended(EndReason.ENDED))) {
            assertThatThrownBy(() -> Doorkeeper.require(result))
                    .isInstanceOf(Refusal.class)
                    .hasMessage("Try again later.");
        }
        assertThatCode(() -> Doorkeeper.require(new SaveResult.Saved())).doesNotThrowAnyException();
    }
}
