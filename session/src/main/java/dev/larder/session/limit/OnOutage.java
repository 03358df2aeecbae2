package dev.larder.session.limit;

/** What a limit decides while Redis cannot be asked, or does not answer. */
public sealed interface OnOutage {

    /** Everything is allowed. */
    record Open() implements OnOutage {}

    /** Nothing is: the answer is {@link Decision.Unavailable}. */
    record Closed() implements OnOutage {}

    /**
     * Each process alone keeps a share of the limit, in whole permits, from the first call that Redis does not answer. With as many
     * processes as shares make a whole, all of them together allow at most one burst more than the limit when an outage begins, and one
     * more when it ends, because the server has counted nothing meanwhile. A sliding window counts as a bucket that never allows more than
     * its share in any window, so in any of them at most twice its permits are allowed; as many concurrent permits may be held at most.
     *
     * @param part above 0, at most 1: one divided by the number of processes, or 1 if each may allow as much as all of them. A limit of
     *     which that is less than one permit is refused: so many processes would allow more than all of it
     */
    record Local(double part) implements OnOutage {
        /** Checks the range. */
        public Local {
            if (!(part > 0 && part <= 1)) {
                throw new IllegalArgumentException("a local share of " + part
                        + "; it is above 0 and at most 1, such as 0.25 for each of four processes");
            }
        }
    }
}
