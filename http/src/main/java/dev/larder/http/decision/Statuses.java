package dev.larder.http.decision;

import java.util.Set;

/** What a cache knows of statuses (RFC 9110, section 15). */
final class Statuses {

    /** May be fresh without saying so (section 15.1), errors left out: those are stored with explicit freshness only. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 206, 300, 301, 308);

    /** All that is asked of a cache for these is done here. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            200, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 411, 413,
            414, 415, 421, 422, 429, 431, 451, 500, 501, 502, 503, 504, 505);

    private static final Set<Integer> NEGATIVE = Set.of(404, 410, 451);

    /** Answers to conditions, ranges and expectations of one request: never the answer to another. */
    private static final Set<Integer> CONDITIONAL = Set.of(412, 416, 417);

    private Statuses() {}

    static boolean isFinal(int status) {
        return status >= 200;
    }

    static boolean isHeuristic(int status) {
        return HEURISTIC.contains(status);
    }

    static boolean isUnderstood(int status) {
        return UNDERSTOOD.contains(status);
    }

    static boolean isNegative(int status) {
        return NEGATIVE.contains(status);
    }

    static boolean isConditional(int status) {
        return CONDITIONAL.contains(status);
    }

    static boolean isError(int status) {
        return status >= 400;
    }
}
