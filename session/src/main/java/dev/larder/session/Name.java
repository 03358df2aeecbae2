package dev.larder.session;

/**
 * A session's ID and what follows from it.
 *
 * @param id the credential
 * @param owner 12 characters that all state of one user has in common; random, after {@value #NOBODY}, for a session of nobody
 * @param handle keyed hash of the ID, by which Redis knows it
 */
record Name(String id, String owner, String handle) {

    /** What the owner of a session of nobody begins with, and no user's. */
    static final char NOBODY = '-';

    /** Returns whether it is of nobody, who has nothing that sessions share. */
    boolean ofNobody() {
        return owner.charAt(0) == NOBODY;
    }

    /** Shows the handle only. */
    @Override
    public String toString() {
        return "Name[" + handle + "]";
    }
}
