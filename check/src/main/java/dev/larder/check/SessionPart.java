package dev.larder.check;

import java.util.Locale;

/** What a {@link SessionCheck} lets race. */
public enum SessionPart {
    /** Logouts against saves of requests that are slow. */
    LOGOUT(Share.ALL),
    /** Changes of the same and of different attributes. */
    ATTRIBUTES(Share.ALL),
    /** Rotations of the ID against requests that use the old one. */
    ROTATION(Share.ALL),
    /** Logins against requests that use the session from before. */
    LOGIN(Share.ALL),
    /** The end of all sessions of a user against everything else that is done to them. */
    END_ALL(Share.ALL),
    /** The end of a session by its handle against rotations of its ID, and lists meanwhile. */
    END_BY_HANDLE(Share.ALL),
    /** Refreshes whose replies are lost and that are tried again. */
    LOST_REPLIES(Share.TENTH),
    /** Refresh tokens that somebody else uses, too. */
    THEFT(Share.TENTH),
    /** The end of all logins of a subject against refreshes and further logins. */
    REVOKE_ALL(Share.TENTH),
    /** One-time tokens that many callers redeem at once. */
    ONE_TIME(Share.HUNDREDTH),
    /** A replica that takes over without the last writes. */
    FAILOVER(Share.NONE);

    private enum Share {
        ALL(1),
        TENTH(10),
        HUNDREDTH(100),
        NONE(0);

        private final int of;

        Share(int of) {
            this.of = of;
        }
    }

    private static final int KINDS_OF_SESSION_RACES = 6;

    private final Share share;

    SessionPart(Share share) {
        this.share = share;
    }

    /** Returns its name on the command line and in reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is a race for sessions, not for tokens. */
    boolean ofSessions() {
        return share == Share.ALL;
    }

    /** Returns how many of so many races in all are its own: sessions share them, tokens come on top. */
    long races(long operations) {
        return switch (share) {
            case ALL -> Math.max(1, operations / KINDS_OF_SESSION_RACES);
            // On top of the controls.
            case TENTH -> this == THEFT ? 8 * operations / 70 + 1 : Math.max(1, operations / share.of);
            case HUNDREDTH -> Math.max(1, operations / share.of);
            case NONE -> 0;
        };
    }
}
