package dev.larder.session.token;

import dev.larder.crypto.HashSecret;
import dev.larder.session.credential.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens and recognises them. Of a family only the first refresh token is random: each one determines, by an HMAC, the access
 * token beside it and the refresh token after it. So whoever is asked to trade the same token twice comes to the same pair,
 * in whichever process, and needs to keep nothing for it but hashes.
 *
 * <p>Pure, but for the first token of a family.
 */
final class Mint {

    private final HashSecret secret;
    private final Credentials accessTokens;
    private final Credentials refreshTokens;

    Mint(HashSecret secret) {
        this.secret = secret;
        this.accessTokens = new Credentials(secret, "access", TokenId.BODY_CHARS);
        this.refreshTokens = new Credentials(secret, "refresh", TokenId.BODY_CHARS);
    }

    /** Returns the 72 bits that stand for a subject in the names of all its keys. */
    String owner(String subject) {
        return secret.hash("owner", subject).substring(0, TokenId.OWNER_CHARS);
    }

    /** Returns the first refresh token of a login. */
    TokenId first(String subject) {
        return TokenId.first(owner(subject));
    }

    /** Returns the refresh token that one is traded for. */
    TokenId after(TokenId refresh) {
        return refresh.next(derived("refresh-after", refresh));
    }

    /** Returns the access token that is issued with a refresh token. */
    TokenId accessOf(TokenId refresh) {
        return refresh.beside(derived("access-beside", refresh));
    }

    private String derived(String what, TokenId refresh) {
        return secret.hash(what, refresh.body()).substring(0, TokenId.NONCE_CHARS);
    }

    /** Returns what an access token is, or null of what is none. */
    @Nullable
    TokenId access(@Nullable String token) {
        return read(accessTokens, token);
    }

    /** Returns what a refresh token is, or null of what is none. */
    @Nullable
    TokenId refresh(@Nullable String token) {
        return read(refreshTokens, token);
    }

    private static @Nullable TokenId read(Credentials kind, @Nullable String token) {
        String body = kind.body(token);
        return body == null ? null : TokenId.of(body);
    }

    String accessText(TokenId access) {
        return accessTokens.issue(access.body());
    }

    String refreshText(TokenId refresh) {
        return refreshTokens.issue(refresh.body());
    }

    /** Returns what stands in Redis for an access token. */
    String accessHash(TokenId access) {
        return secret.hash("access-token", access.body());
    }

    /** Returns what stands in Redis for a refresh token. */
    String refreshHash(TokenId refresh) {
        return secret.hash("refresh-token", refresh.body());
    }

    /** Returns what stands in the name of a key for a family. */
    String familyHash(TokenId token) {
        return secret.hash("token-family", token.owner() + token.family());
    }
}
