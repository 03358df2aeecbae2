package dev.larder.session.token;

/**
 * What comes of issuing something.
 *
 * @param <T> what is issued
 */
public sealed interface Issuance<T> {

    /** It is issued. */
    record Issued<T>(T value) implements Issuance<T> {
        /** Shows no token. */
        @Override
        public String toString() {
            return "Issued";
        }
    }

    /** Redis could not be asked, or did not answer: nothing was issued that anybody could use. */
    record Unavailable<T>(Throwable cause) implements Issuance<T> {}
}
