package dev.larder.session.limit;

import java.util.concurrent.atomic.LongAdder;

/** Counts decisions by what they rest on. */
final class Counts {

    final LongAdder scriptCalls = new LongAdder();
    private final LongAdder allowed = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder allowedByShare = new LongAdder();
    private final LongAdder deniedByNote = new LongAdder();
    private final LongAdder allowedInOutage = new LongAdder();
    private final LongAdder deniedInOutage = new LongAdder();

    Decision count(Decision decision) {
        adder(decision).increment();
        return decision;
    }

    private LongAdder adder(Decision decision) {
        return switch (decision.basis()) {
            case SERVER -> decision.allowed() ? allowed : denied;
            case NOTE -> deniedByNote;
            case SHARE -> allowedByShare;
            case OUTAGE -> decision.allowed() ? allowedInOutage : deniedInOutage;
        };
    }

    LimitsStats snapshot() {
        return new LimitsStats(
                allowed.sum(),
                denied.sum(),
                allowedByShare.sum(),
                deniedByNote.sum(),
                allowedInOutage.sum(),
                deniedInOutage.sum(),
                scriptCalls.sum());
    }
}
