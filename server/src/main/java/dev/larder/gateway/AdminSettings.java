package dev.larder.gateway;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway is administered, and by whom.
 *
 * @param listen a place of its own, apart from the site's
 * @param tokenFile the file with the token; null if it is in a variable
 * @param tokenVariable the environment variable with the token; null if it is in a file
 */
public record AdminSettings(
        Listen listen, @Nullable Path tokenFile, @Nullable String tokenVariable) {

    /** The variable, unless another is named. */
    public static final String VARIABLE = "LARDER_ADMIN_TOKEN";

    /** Checks. */
    public AdminSettings {
        if ((tokenFile == null) == (tokenVariable == null)) {
            throw new IllegalArgumentException(
                    "admin.token-file and admin.token-env exclude each other; say where the token is, once");
        }
    }

    /** Puts together what was said; null if nothing was. */
    static @Nullable AdminSettings of(@Nullable Listen listen, @Nullable Path tokenFile, @Nullable String variable) {
        if (listen == null) {
            if (tokenFile != null || variable != null) {
                throw new IllegalArgumentException("admin." + (tokenFile == null ? "token-env" : "token-file")
                        + " is there, and no admin.listen; say where to listen, as admin: { listen: 127.0.0.1:8001 }");
            }
            return null;
        }
        return new AdminSettings(listen, tokenFile, tokenFile == null && variable == null ? VARIABLE : variable);
    }

    /**
     * Reads the token.
     *
     * @throws IllegalArgumentException if there is none, or none that is safe; never showing it
     */
    public AdminToken token() {
        if (tokenFile != null) {
            return AdminToken.ofFile(tokenFile);
        }
        String token = System.getenv(tokenVariable);
        if (token == null) {
            throw new IllegalArgumentException("the administration needs a token, so that not everybody who reaches it"
                    + " purges: give a file with it, or the variable " + tokenVariable);
        }
        return AdminToken.of(token);
    }
}
