package dev.larder.check;

import dev.larder.session.limit.Decision;
import java.util.List;

/**
 * What a process was told of one limit, in one call.
 *
 * @param actor which process
 * @param call which of its calls: one call may be about several limits
 * @param begun the machine's {@link System#nanoTime()}
 * @param outcome what came of the whole call
 * @param basis what it rests on
 * @param which the limit
 * @param key the number of its key
 * @param patience how long the caller was willing to wait, in microseconds as all that follows
 * @param after how long he has to
 * @param mark where the server keeps what was taken, see {@link dev.larder.session.limit.Standing}
 */
record Ruling(
        int actor,
        long call,
        long begun,
        long ended,
        Outcome outcome,
        Decision.Basis basis,
        LimitCase which,
        int key,
        long cost,
        long patience,
        long after,
        long remaining,
        long retry,
        long next,
        long full,
        long mark) {

    /** What came of a call. */
    enum Outcome {
        ALLOWED,
        DENIED,
        UNAVAILABLE,
        /** A permit was given back. */
        RELEASED
    }

    /** Numbers that it is written as. */
    static final int SIZE = 12;

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<Decision.Basis> BASES = List.of(Decision.Basis.values());
    private static final List<LimitCase> CASES = List.of(LimitCase.values());

    /** The permits of one key. */
    record Place(LimitCase which, int key) {}

    Place place() {
        return new Place(which, key);
    }

    boolean byServer() {
        return basis == Decision.Basis.SERVER;
    }

    boolean allowed() {
        return outcome == Outcome.ALLOWED;
    }

    /** Whether this limit is why the call was denied. */
    boolean denies() {
        return outcome == Outcome.DENIED && retry > 0;
    }

    void write(long[] numbers, int at) {
        numbers[at] = (long) actor << 40
                | (long) OUTCOMES.indexOf(outcome) << 32
                | (long) BASES.indexOf(basis) << 24
                | (long) CASES.indexOf(which) << 16
                | key;
        numbers[at + 1] = call;
        numbers[at + 2] = begun;
        numbers[at + 3] = ended;
        numbers[at + 4] = cost;
        numbers[at + 5] = patience;
        numbers[at + 6] = after;
        numbers[at + 7] = remaining;
        numbers[at + 8] = retry;
        numbers[at + 9] = next;
        numbers[at + 10] = full;
        numbers[at + 11] = mark;
    }

    static Ruling read(long[] numbers, int at) {
        long what = numbers[at];
        return new Ruling(
                (int) (what >> 40),
                numbers[at + 1],
                numbers[at + 2],
                numbers[at + 3],
                OUTCOMES.get((int) (what >> 32 & 0xff)),
                BASES.get((int) (what >> 24 & 0xff)),
                CASES.get((int) (what >> 16 & 0xff)),
                (int) (what & 0xffff),
                numbers[at + 4],
                numbers[at + 5],
                numbers[at + 6],
                numbers[at + 7],
                numbers[at + 8],
                numbers[at + 9],
                numbers[at + 10],
                numbers[at + 11]);
    }
}
