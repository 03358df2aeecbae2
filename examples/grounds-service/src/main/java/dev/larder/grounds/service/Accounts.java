package dev.larder.grounds.service;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may log in: three users of a demonstration, whose passwords the page on this sample says. */
final class Accounts {

    /**
     * A user.
     *
     * @param role {@code worker}, {@code planner} or {@code admin}
     * @param hash of the password
     */
    private record Account(String role, String hash) {}

    private static final Map<String, Account> ALL = Map.of(
            "wanda",
                    new Account(
                            "worker",
                            "pbkdf2-sha256$600000$9pOEBp0RTIJQYBtxjalQOw$Y/MxXna2k/add2e2NHPSVpvxTqPoEPI3oC+m0CIDmXM"),
            "paula",
                    new Account(
                            "planner",
                            "pbkdf2-sha256$600000$uXpR8zNDzwwzzhzLl9ufCw$+teyCytigQPxXtAl387VPP02DFwR6Dj3o4Xzlybd0vo"),
            "adam",
                    new Account(
                            "admin",
                            "pbkdf2-sha256$600000$5OIlDNHlWJvKnve0mf6QqA$eMY975LVUNbeIXyv1D1R0mkY++2qYUtjcyKxxwfGqiM"));

    /** The hash of a password that nobody knows: a user who is not there takes as long as one who is. */
    private static final String NOBODY =
            "pbkdf2-sha256$600000$kM2sBOKfLj0nN9w4tlBduw$bAMTguo9e4wgupgBslaOTsEF1OxCBmKLKvzfuxbMRXE";

    private Accounts() {}

    /** Returns the role of a user; null if there is no such user, or the password is another one. */
    static @Nullable String role(String user, String password) {
        Account account = ALL.get(user);
        boolean matches = Passwords.matches(password, account == null ? NOBODY : account.hash());
        return account != null && matches ? account.role() : null;
    }
}
