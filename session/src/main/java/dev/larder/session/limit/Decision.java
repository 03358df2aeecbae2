package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;

/** What the limits say to a call. */
public sealed interface Decision {

    /** What a decision rests on. */
    enum Basis {
        /** The server's state. */
        SERVER,
        /** The server's denial of an earlier call, whose time has not come yet. */
        NOTE,
        /** Permits that this process has taken for a hot key beforehand. */
        SHARE,
        /**
         * Redis could not be asked, or did not answer. In a Cluster that may be so for some of the limits; for the others it is the
         * state of their servers.
         */
        OUTAGE
    }

    /** Returns what it rests on. */
    Basis basis();

    /** Returns how each limit stands, in the order asked; empty if that is unknown. */
    List<Standing> standings();

    /** Returns whether the call may go on: {@link Allowed}. */
    default boolean allowed() {
        return this instanceof Allowed;
    }

    /**
     * All limits allow it, and what was asked has been taken.
     *
     * @param after how long the caller has to wait first; zero but for {@link Limits#reserve}
     * @param permits to be given back, one for each limit on concurrent calls, in the order asked
     */
    record Allowed(Basis basis, Duration after, List<Standing> standings, List<Permit> permits) implements Decision {
        /** Copies the lists. */
        public Allowed {
            standings = List.copyOf(standings);
            permits = List.copyOf(permits);
        }
    }

    /** At least one limit does not, and nothing has been taken from any. */
    record Denied(Basis basis, List<Standing> standings) implements Decision {
        /** Copies the list. */
        public Denied {
            standings = List.copyOf(standings);
        }

        /** Returns the limits that deny, in the order asked. */
        public List<Limit> by() {
            return standings.stream()
                    .filter(Standing::denied)
                    .map(Standing::limit)
                    .toList();
        }

        /** Returns how long it is until all limits can allow it, if nobody else takes anything. */
        public Duration retryAfter() {
            Duration longest = Duration.ZERO;
            for (Standing standing : standings) {
                if (standing.retryAfter().compareTo(longest) > 0) {
                    longest = standing.retryAfter();
                }
            }
            return longest;
        }
    }

    /**
     * Redis could not be asked, or did not answer, and a limit says {@link OnOutage.Closed}. Whether something was taken is unknown.
     *
     * @param by that limit
     */
    record Unavailable(Limit by) implements Decision {
        @Override
        public Basis basis() {
            return Basis.OUTAGE;
        }

        @Override
        public List<Standing> standings() {
            return List.of();
        }
    }
}
