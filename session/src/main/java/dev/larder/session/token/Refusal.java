package dev.larder.session.token;

/**
 * Why a credential is none, as far as that is known. For the application's own code and its audit; whoever presented it is told
 * the same in every case.
 */
public enum Refusal {
    /** Not issued by us, or over so long ago that nothing is left of it: forged, cut, of another kind or purpose, expired, replaced. */
    UNKNOWN,
    /** Its time is over, and the login that it belongs to still stands: it can be refreshed. */
    EXPIRED,
    /** The application revoked it, its login, or all logins of its subject. */
    REVOKED,
    /** A refresh token of this login was used again after its successor: somebody has a copy, and the login is over. */
    REUSED,
    /** It was redeemed before. */
    REDEEMED
}
