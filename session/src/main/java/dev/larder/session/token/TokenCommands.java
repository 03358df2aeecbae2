package dev.larder.session.token;

import dev.larder.Keyspace;
import dev.larder.redis.Command;
import dev.larder.redis.Script;
import dev.larder.session.credential.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What is said to Redis of tokens.
 *
 * <p>Keys, all of one subject in one slot: {@code {owner}:f:<hash of the family>}, a hash, one for each login, which lives as long as
 * its refresh token can be traded; {@code {owner}:s}, the word of the subject, at random, of which each login carries a copy, which
 * lives as long as the last of them can, and a day; {@code {owner}:past}, the words that it had lately, which lives as long. Commands:
 * {@code EVALSHA} of {@code issue.lua}, {@code introspect.lua}, {@code refresh.lua}, {@code end.lua} and {@code end-all.lua}.
 */
final class TokenCommands {

    private static final Script ISSUE = Script.of(TokenCommands.class, "issue.lua");
    private static final Script INTROSPECT = Script.of(TokenCommands.class, "introspect.lua");
    private static final Script REFRESH = Script.of(TokenCommands.class, "refresh.lua");
    private static final Script END = Script.of(TokenCommands.class, "end.lua");
    private static final Script END_ALL = Script.of(TokenCommands.class, "end-all.lua");

    /** How long it is known why a login was ended. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** How much longer than the last login of a subject its word lives: so often at most it has to be told to live on. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private static final int WORD_CHARS = 12;
    private static final byte[] LOOK_ONLY = ascii("look");

    private final Keyspace keyspace;
    private final TokenPolicy policy;
    private final Mint mint;

    TokenCommands(Keyspace keyspace, TokenPolicy policy, Mint mint) {
        this.keyspace = keyspace;
        this.policy = policy;
        this.mint = mint;
    }

    private byte[] familyKey(TokenId token) {
        return keyspace.key(token.owner(), ":f:" + mint.familyHash(token));
    }

    private byte[] wordKey(String owner) {
        return keyspace.key(owner, ":s");
    }

    /** Returns the keys that all but {@link #end} and {@link #endAll} are about: the family, and the word of its subject. */
    List<byte[]> keys(TokenId token) {
        return List.of(familyKey(token), wordKey(token.owner()));
    }

    /** Begins the family of a first refresh token. */
    Command<Long> issue(List<byte[]> keys, TokenId refresh, byte[] kept, Late late) {
        return Command.script(
                ISSUE,
                keys,
                List.of(
                        word(),
                        ascii(mint.refreshHash(refresh)),
                        ascii(mint.refreshHash(mint.after(refresh))),
                        ascii(mint.accessHash(mint.accessOf(refresh))),
                        millis(policy.accessLife()),
                        millis(policy.refreshIdle()),
                        millis(policy.refreshLife()),
                        millis(policy.refreshLife().plus(MARGIN)),
                        kept,
                        late.argument(keyspace, keys.get(0))));
    }

    /** Tells what an access token is, and notes its use. */
    Command<List<byte[]>> introspect(List<byte[]> keys, TokenId access) {
        return Command.scriptForList(INTROSPECT, keys, List.of(ascii(mint.accessHash(access))));
    }

    /** Tells what an access token is, or that its first use has to be noted. */
    Command<List<byte[]>> look(List<byte[]> keys, TokenId access) {
        return Command.scriptForList(INTROSPECT, keys, List.of(ascii(mint.accessHash(access)), LOOK_ONLY));
    }

    /** Trades a refresh token for the next one, and the access token beside that. */
    Command<List<byte[]>> refresh(TokenId shown, TokenId next, TokenId access, Late late) {
        List<byte[]> keys = keys(shown);
        return Command.scriptForList(
                REFRESH,
                keys,
                List.of(
                        ascii(Long.toString(shown.generation())),
                        ascii(mint.refreshHash(shown)),
                        ascii(mint.refreshHash(next)),
                        ascii(mint.accessHash(access)),
                        ascii(mint.refreshHash(mint.after(next))),
                        millis(policy.accessLife()),
                        millis(policy.refreshIdle()),
                        millis(policy.retryWindow()),
                        millis(policy.overlap()),
                        millis(REMEMBERED),
                        late.argument(keyspace, keys.get(0))));
    }

    /** Ends the family of a token. */
    Command<Long> end(TokenId token, Refusal why) {
        return Command.script(END, List.of(familyKey(token)), List.of(millis(REMEMBERED), ascii(Said.word(why))));
    }

    /**
     * Ends all families of a subject, which carry another word than the one that stands there from now on. Done again, also
     * after a newer one, it changes nothing more.
     */
    Command<Long> endAll(String owner) {
        return Command.script(
                END_ALL,
                List.of(wordKey(owner), keyspace.key(owner, ":past")),
                List.of(word(), millis(policy.refreshLife().plus(MARGIN))));
    }

    private static byte[] word() {
        return ascii(Credentials.random(WORD_CHARS));
    }

    private static byte[] millis(Duration duration) {
        return ascii(Long.toString(duration.toMillis()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
