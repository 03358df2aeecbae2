/** Access and refresh tokens, tokens that are redeemed once, and the revocation list of JWTs. */
@NullMarked
package dev.larder.session.token;

import org.jspecify.annotations.NullMarked;
