package dev.larder.check;

import java.util.Locale;

/** What must hold in a race for sessions or tokens. */
enum SessionRule {
    /** What has ended is not found, and not saved, by whoever begins later. */
    RESURRECTED,
    /** What was journaled has ended when all is over and Redis is reached. */
    UNDELIVERED,
    /** A session that nobody has ended is there. */
    LOST_SESSION,
    /** What was acknowledged and not overwritten is there. */
    LOST_WRITE,
    /** What was refused is not there. */
    REFUSED_WRITE,
    /** An old ID finds its session under the new one, if at all, and only for so long. */
    OLD_ID,
    /** Who rotates a session at the same time gets the same ID; a session is logged in with once. */
    TWO_IDS,
    /** A user has no more sessions than are allowed. */
    CROWD,
    /** A user is shown all of his sessions and nothing else. */
    LISTING,
    /** A client that tries again stays logged in. */
    LOGGED_OUT,
    /** A client that tries again gets the same pair. */
    TWO_PAIRS,
    /** When both the owner and a thief have used a token, nothing of that login is good any more. */
    FAMILY_LIVES,
    /** What nobody has issued is refused. */
    FORGED,
    /** A one-time token is redeemed no more than once. */
    REDEEMED_TWICE,
    /** A one-time token is redeemed, for its purpose only. */
    NOT_REDEEMED;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
