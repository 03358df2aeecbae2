package dev.larder.session.token;

/** What a refresh token is traded for. */
public sealed interface Refresh {

    /** The next pair; to the same token, shortly after, the same pair once more. */
    record Refreshed(TokenPair pair) implements Refresh {}

    /** Nothing: the client has to log in. */
    record None(Refusal why) implements Refresh {}

    /** Redis could not be asked, or did not answer: the client keeps its token and tries again. */
    record Unavailable(Throwable cause) implements Refresh {}
}
