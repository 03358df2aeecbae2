package dev.larder.redis;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which server process ({@code run_id}) answered for each slot last. Guarded by its own lock. */
final class Lineage {

    private final @Nullable String[] served;

    Lineage(int slots) {
        this.served = new @Nullable String[slots];
    }

    /** Records that a process answers for slots, and returns whether another one did before for any of them. */
    synchronized boolean changed(IntPredicate slots, String runId) {
        boolean changed = false;
        for (int slot = 0; slot < served.length; slot++) {
            if (slots.test(slot)) {
                changed |= served[slot] != null && !runId.equals(served[slot]);
                served[slot] = runId;
            }
        }
        return changed;
    }
}
