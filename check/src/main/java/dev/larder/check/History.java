package dev.larder.check;

import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.Arrays;
import java.util.List;

/** The operations on each key, from the logs of all processes. */
final class History {

    private final long[] numbers;
    private final int[] starts;

    /**
     * Sorts logs by key, by counting. Where there is no record, a log has a gap.
     *
     * @param keys the number of keys
     */
    History(List<long[]> logs, int keys) {
        starts = new int[keys + 1];
        int total = 0;
        for (long[] log : logs) {
            for (int at = 0; at < log.length; at += Operation.SIZE) {
                if (Operation.present(log[at])) {
                    starts[Operation.key(log[at]) + 1] += Operation.SIZE;
                    total += Operation.SIZE;
                }
            }
        }
        for (int key = 0; key < keys; key++) {
            starts[key + 1] += starts[key];
        }
        numbers = new long[total];
        int[] next = Arrays.copyOf(starts, keys);
        for (long[] log : logs) {
            for (int at = 0; at < log.length; at += Operation.SIZE) {
                if (!Operation.present(log[at])) {
                    continue;
                }
                int key = Operation.key(log[at]);
                System.arraycopy(log, at, numbers, next[key], Operation.SIZE);
                next[key] += Operation.SIZE;
            }
        }
    }

    /** Sees one operation. */
    interface Visitor {
        /** Times in {@link System#nanoTime()}. */
        void visit(Kind kind, Outcome outcome, int actor, long version, long begin, long end);
    }

    /** Shows the operations on a key, those of one thread in its order. */
    void visit(int key, Visitor visitor) {
        for (int at = starts[key]; at < starts[key + 1]; at += Operation.SIZE) {
            long what = numbers[at];
            visitor.visit(
                    Operation.kind(what),
                    Operation.outcome(what),
                    Operation.actor(what),
                    numbers[at + 1],
                    numbers[at + 2],
                    numbers[at + 3]);
        }
    }
}
