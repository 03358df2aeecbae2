package dev.larder.session.token;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** What an access token is found to be. */
public sealed interface Introspection {

    /**
     * It is valid.
     *
     * @param subject whose login it is
     * @param scopes what it is good for
     * @param claims what else was said when it was issued
     * @param expiry until when, by the server's clock
     */
    record Active(String subject, Set<String> scopes, Map<String, String> claims, Instant expiry)
            implements Introspection {
        /** Copies the scopes and the claims. */
        public Active {
            scopes = Set.copyOf(scopes);
            claims = Map.copyOf(claims);
        }

        /** Shows neither subject nor claims. */
        @Override
        public String toString() {
            return "Active[until " + expiry + "]";
        }
    }

    /** It is not valid. */
    record None(Refusal why) implements Introspection {}

    /** It could not be told: Redis could not be asked, or what it holds could not be opened with the keys at hand. */
    record Unavailable(Throwable cause) implements Introspection {}
}
