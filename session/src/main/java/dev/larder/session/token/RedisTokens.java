package dev.larder.session.token;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.redis.Command;
import dev.larder.redis.Script;
import dev.larder.session.credential.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens in Redis.
 *
 * <p>Keys, all of one subject in one slot: {@code {owner}:f:<hash of the family>}, a hash, one for each login, which lives as long as
 * its refresh token can be traded; {@code {owner}:s}, a random word that changes with {@link #revokeAll} and that each login
 * carries a copy of, which lives as long as the last of them can, and an hour. Commands: {@code EVALSHA} of {@code issue.lua}, {@code
 * introspect.lua}, {@code refresh.lua} and {@code end.lua}, and {@code SET}.
 */
final class RedisTokens implements AsyncTokens {

    static final String KEYSPACE = "tokens";

    private static final Script ISSUE = Script.of(RedisTokens.class, "issue.lua");
    private static final Script INTROSPECT = Script.of(RedisTokens.class, "introspect.lua");
    private static final Script REFRESH = Script.of(RedisTokens.class, "refresh.lua");
    private static final Script END = Script.of(RedisTokens.class, "end.lua");

    /** How long it is known why a login was ended. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** How much longer than the last login of a subject its word lives. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final int WORD_CHARS = 12;

    private final Keyspace keyspace;
    private final TokenPolicy policy;
    private final Mint mint;
    private final Seal seal;

    private RedisTokens(Keyspace keyspace, TokenPolicy policy) {
        this.keyspace = keyspace;
        this.policy = policy;
        this.mint = new Mint(keyspace.secret("tokens"));
        this.seal = new Seal(keyspace.keyring());
    }

    static RedisTokens on(Keyspace keyspace, TokenPolicy policy) {
        return new RedisTokens(keyspace, policy);
    }

    Keyspace keyspace() {
        return keyspace;
    }

    @Override
    public Tokens blocking() {
        return new BlockingTokens(this);
    }

    @Override
    public CompletionStage<Issuance<TokenPair>> issue(String subject, Set<String> scopes, Map<String, String> claims) {
        return issue(subject, scopes, claims, keyspace.executor());
    }

    CompletionStage<Issuance<TokenPair>> issue(
            String subject, Set<String> scopes, Map<String, String> claims, Executor executor) {
        byte[] grant = new Grant(subject, scopes, claims).write(policy.maxGrantBytes());
        TokenId refresh = mint.first(subject);
        TokenId access = mint.accessOf(refresh);
        byte[] key = familyKey(refresh);
        List<byte[]> args = List.of(
                ascii(Credentials.random(WORD_CHARS)),
                ascii(mint.refreshHash(refresh)),
                ascii(mint.refreshHash(mint.after(refresh))),
                ascii(mint.accessHash(access)),
                millis(policy.accessLife()),
                millis(policy.refreshIdle()),
                millis(policy.refreshLife()),
                millis(policy.refreshLife().plus(MARGIN)),
                seal.seal(grant, key),
                givenUpAt(key));
        TokenPair pair = new TokenPair(
                mint.accessText(access), policy.accessLife(), mint.refreshText(refresh), policy.refreshIdle());
        return ask(
                Command.script(ISSUE, List.of(key, subjectKey(refresh.owner())), args),
                executor,
                done -> new Issuance.Issued<>(pair),
                Issuance.Unavailable::new);
    }

    @Override
    public CompletionStage<Introspection> introspect(@Nullable String accessToken) {
        return introspect(accessToken, keyspace.executor());
    }

    CompletionStage<Introspection> introspect(@Nullable String accessToken, Executor executor) {
        TokenId access = mint.access(accessToken);
        if (access == null) {
            return CompletableFuture.completedStage(new Introspection.None(Refusal.UNKNOWN));
        }
        byte[] key = familyKey(access);
        return ask(
                Command.scriptForList(
                        INTROSPECT, List.of(key, subjectKey(access.owner())), List.of(ascii(mint.accessHash(access)))),
                executor,
                said -> Said.introspection(said, data -> seal.open(data, key)),
                Introspection.Unavailable::new);
    }

    @Override
    public CompletionStage<Refresh> refresh(@Nullable String refreshToken) {
        return refresh(refreshToken, keyspace.executor());
    }

    CompletionStage<Refresh> refresh(@Nullable String refreshToken, Executor executor) {
        TokenId shown = mint.refresh(refreshToken);
        if (shown == null || shown.generation() == TokenId.LAST_GENERATION) {
            return CompletableFuture.completedStage(new Refresh.None(Refusal.UNKNOWN));
        }
        TokenId next = mint.after(shown);
        TokenId access = mint.accessOf(next);
        byte[] key = familyKey(shown);
        List<byte[]> args = List.of(
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
                givenUpAt(key));
        return ask(
                Command.scriptForList(REFRESH, List.of(key, subjectKey(shown.owner())), args),
                executor,
                said -> Said.refresh(said, mint.accessText(access), mint.refreshText(next)),
                Refresh.Unavailable::new);
    }

    @Override
    public CompletionStage<Delivery> revoke(@Nullable String token) {
        return revoke(token, keyspace.executor());
    }

    CompletionStage<Delivery> revoke(@Nullable String token, Executor executor) {
        TokenId access = mint.access(token);
        TokenId any = access == null ? mint.refresh(token) : access;
        if (any == null) {
            return CompletableFuture.completedStage(Delivery.ACKNOWLEDGED);
        }
        return order(Command.script(END, List.of(familyKey(any)), List.of(millis(REMEMBERED))), executor);
    }

    @Override
    public CompletionStage<Delivery> revokeAll(String subject) {
        return revokeAll(subject, keyspace.executor());
    }

    CompletionStage<Delivery> revokeAll(String subject, Executor executor) {
        byte[] word = ascii(Credentials.random(WORD_CHARS));
        long life = policy.refreshLife().plus(MARGIN).toMillis();
        return order(Command.set(subjectKey(mint.owner(subject)), word, life), executor);
    }

    private CompletionStage<Delivery> order(Command<?> command, Executor executor) {
        return Asked.ask(keyspace, executor, reply -> keyspace.redis().send(command, reply))
                .thenApply(done -> Delivery.ACKNOWLEDGED);
    }

    private byte[] familyKey(TokenId token) {
        return keyspace.key(token.owner(), ":f:" + mint.familyHash(token));
    }

    private byte[] subjectKey(String owner) {
        return keyspace.key(owner, ":s");
    }

    /** The server's time after which nobody waits for an answer any more. */
    private byte[] givenUpAt(byte[] key) {
        long until = System.nanoTime() + keyspace.redis().commandTimeout().toNanos();
        return ascii(Long.toString(keyspace.redis().serverMillisAt(key, until)));
    }

    private <T, A> CompletionStage<A> ask(
            Command<T> command, Executor executor, Function<T, A> answer, Function<Throwable, A> unavailable) {
        return Asked.<T>ask(keyspace, executor, reply -> keyspace.redis().send(command, reply))
                .thenApply(said -> answer.apply(Objects.requireNonNull(said)))
                .exceptionally(failure -> unavailable.apply(Said.whyNot(failure)));
    }

    private static byte[] millis(Duration duration) {
        return ascii(Long.toString(duration.toMillis()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
