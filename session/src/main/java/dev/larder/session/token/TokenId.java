package dev.larder.session.token;

import dev.larder.session.credential.Credentials;

/**
 * What a token says in its body: 52 characters of {@code A-Z a-z 0-9 - _}.
 *
 * @param owner 12 characters that stand for the subject, in the names of all its keys
 * @param family 12 characters that stand for one login
 * @param generation how many refreshes came before it
 * @param nonce 22 characters, 132 bits that nobody can guess
 */
record TokenId(String owner, String family, long generation, String nonce) {

    static final int OWNER_CHARS = 12;
    static final int NONCE_CHARS = 22;
    static final int BODY_CHARS = 52;

    private static final int FAMILY_CHARS = 12;
    private static final int GENERATION_CHARS = 6;
    private static final int BITS_OF_A_CHAR = 6;
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** 2<sup>36</sup> refreshes are more than a server does in the life of a login. */
    static final long LAST_GENERATION = (1L << GENERATION_CHARS * BITS_OF_A_CHAR) - 1;

    /** Begins a family. */
    static TokenId first(String owner) {
        return new TokenId(owner, Credentials.random(FAMILY_CHARS), 0, Credentials.random(NONCE_CHARS));
    }

    /** Reads a body of that length and those characters. */
    static TokenId of(String body) {
        int family = OWNER_CHARS + FAMILY_CHARS;
        int generation = family + GENERATION_CHARS;
        long number = 0;
        for (int i = family; i < generation; i++) {
            number = number << BITS_OF_A_CHAR | DIGITS.indexOf(body.charAt(i));
        }
        return new TokenId(
                body.substring(0, OWNER_CHARS),
                body.substring(OWNER_CHARS, family),
                number,
                body.substring(generation));
    }

    /** Returns the token of the generation after this one. */
    TokenId next(String nonceAfter) {
        return new TokenId(owner, family, generation + 1, nonceAfter);
    }

    /** Returns another token of the same generation. */
    TokenId beside(String nonceBeside) {
        return new TokenId(owner, family, generation, nonceBeside);
    }

    /** Returns the body. */
    String body() {
        var digits = new StringBuilder(GENERATION_CHARS);
        for (int shift = (GENERATION_CHARS - 1) * BITS_OF_A_CHAR; shift >= 0; shift -= BITS_OF_A_CHAR) {
            digits.append(DIGITS.charAt((int) (generation >> shift) & DIGITS.length() - 1));
        }
        return owner + family + digits + nonce;
    }

    /** Shows nothing that could be used. */
    @Override
    public String toString() {
        return "TokenId[generation " + generation + "]";
    }
}
