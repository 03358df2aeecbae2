package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;

/**
 * How a limit of one algorithm is written to {@code take.lua} and {@code give-back.lua}, and what their answers mean. The names of the
 * arguments and of the figures are those of the scripts.
 */
sealed interface Form permits GcraForm, WindowForm, ConcurrentForm {

    /** The kind that forgets. */
    byte[] FORGET = Text.of(5);

    static Form of(Algorithm algorithm) {
        if (algorithm instanceof Algorithm.Gcra gcra) {
            return new GcraForm(gcra, Ticks.of(gcra.permits(), Ranges.micros(gcra.per())));
        }
        if (algorithm instanceof Algorithm.SlidingWindow window) {
            return WindowForm.of(window);
        }
        return new ConcurrentForm((Algorithm.Concurrent) algorithm);
    }

    /** What the state in Redis depends on: states of different shapes are different keys. */
    String shape();

    /** By how many bits of the hash a key chooses its bucket, in which its state is a record; 0 if it has a key of Redis to itself. */
    default int bucketBits() {
        return 0;
    }

    /** How many figures the script answers. */
    int figures();

    /** Writes kind and arguments for {@code take.lua}. */
    void write(Want want, List<byte[]> args);

    /** Writes kind and arguments for {@code give-back.lua}. */
    void writeBack(GivingBack.Item item, List<byte[]> args);

    /**
     * Reads the figures of a call.
     *
     * @param before how many calls of its group have been allowed before it
     * @param allowed whether it has been allowed
     */
    Standing standing(Want want, Figures figures, int from, long before, boolean allowed);

    /** How long a caller has to wait who has been allowed. */
    default Duration after(Want want, Figures figures, int from, long before) {
        return Duration.ZERO;
    }

    /** How much longer it takes, at most, until so many permits more can be taken than were denied. */
    Duration longer(Standing denied, long permits);

    static Duration micros(long micros) {
        return micros == 0 ? Duration.ZERO : Duration.ofSeconds(micros / Ranges.MICROS, micros % Ranges.MICROS * 1_000);
    }
}
