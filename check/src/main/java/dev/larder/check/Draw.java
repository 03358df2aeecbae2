package dev.larder.check;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Which faults a round has: none, each one alone and, every other round, one together with another one that does not clash
 * with it.
 *
 * @param order the order in which they come alone
 * @param pairs whether there are pairs
 * @param noneLast whether the round without a fault comes after the others, not before
 */
record Draw(List<Fault> order, boolean pairs, boolean noneLast) {

    /** Returns the faults of a round, counted from 0. */
    List<Fault> round(int round, SplittableRandom random) {
        if (order.isEmpty()) {
            return List.of();
        }
        if (pairs && round % 2 == 1) {
            Fault one = order.get(random.nextInt(order.size()));
            List<Fault> others = order.stream()
                    .filter(other -> other != one && !other.clashes(one))
                    .toList();
            return others.isEmpty() ? List.of(one) : List.of(one, others.get(random.nextInt(others.size())));
        }
        int turn = (pairs ? round / 2 : round) % (order.size() + 1);
        int index = noneLast ? turn : turn - 1;
        return index < 0 || index >= order.size() ? List.of() : List.of(order.get(index));
    }
}
