package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.crypto.HashSecret;
import dev.larder.redis.Command;
import dev.larder.redis.Script;
import dev.larder.session.credential.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One-time tokens in Redis.
 *
 * <p>Keys: {@code {owner}:<hash of the purpose>}, a hash of the token's hash, when it was issued and what is kept of it, which lives as long as the token.
 * Commands: {@code EVALSHA} of {@code issue-once.lua}, {@code redeem.lua} and {@code end-once.lua}.
 */
final class RedisOneTimeTokens implements AsyncOneTimeTokens {

    static final String KEYSPACE = "once";

    private static final Script ISSUE = Script.of(RedisOneTimeTokens.class, "issue-once.lua");
    private static final Script REDEEM = Script.of(RedisOneTimeTokens.class, "redeem.lua");
    private static final Script END = Script.of(RedisOneTimeTokens.class, "end-once.lua");
    private static final byte[] LOOK_ONLY = ascii("look");
    private static final int OWNER_CHARS = 12;
    private static final int BODY_CHARS = 34;
    private static final int MAX_BYTES = 8 << 10;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Keyspace keyspace;
    private final HashSecret secret;
    private final Credentials tokens;
    private final Seal seal;

    private RedisOneTimeTokens(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.secret = keyspace.secret("one-time tokens");
        this.tokens = new Credentials(secret, "once", BODY_CHARS);
        this.seal = new Seal(keyspace.keyring());
    }

    static RedisOneTimeTokens on(Keyspace keyspace) {
        return new RedisOneTimeTokens(keyspace);
    }

    Keyspace keyspace() {
        return keyspace;
    }

    @Override
    public OneTimeTokens blocking() {
        return new BlockingOneTimeTokens(this);
    }

    @Override
    public CompletionStage<Issuance<String>> issue(String purpose, String subject, String payload, Duration life) {
        return issue(purpose, subject, payload, life, keyspace.executor());
    }

    CompletionStage<Issuance<String>> issue(
            String purpose, String subject, String payload, Duration life, Executor executor) {
        requireNonNull(payload, "payload");
        if (requireNonNull(life, "life").compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a life of " + life + "; one-time tokens live 1 second to 365 days");
        }
        requireNames(purpose, subject);
        byte[] plain = Texts.write(List.of(subject, payload));
        if (plain.length > MAX_BYTES) {
            throw new IllegalArgumentException("subject and payload take " + plain.length + " bytes, and " + MAX_BYTES
                    + " are allowed; keep what is large elsewhere");
        }
        String owner = owner(subject);
        String body = owner + Credentials.random(BODY_CHARS - OWNER_CHARS);
        byte[] key = key(owner, purpose);
        String token = tokens.issue(body);
        Late late = Late.fromNow(keyspace);
        Command<Long> command = Command.script(
                ISSUE,
                List.of(key),
                List.of(
                        ascii(hash(body)),
                        seal.seal(plain, key),
                        ascii(Long.toString(life.toMillis())),
                        late.argument(keyspace, key)));
        return Asked.<Long>ask(
                        keyspace, executor, late, reply -> keyspace.redis().send(command, reply))
                .<Issuance<String>>thenApply(done -> new Issuance.Issued<>(token))
                .exceptionally(failure -> new Issuance.Unavailable<>(Said.whyNot(failure)));
    }

    @Override
    public CompletionStage<OneTimeTokens.Redemption> redeem(@Nullable String token, String purpose) {
        return redeem(token, purpose, keyspace.executor());
    }

    /** Looks first: what this process cannot open stays, for one that has the newest keys. */
    CompletionStage<OneTimeTokens.Redemption> redeem(@Nullable String token, String purpose, Executor executor) {
        requireNonNull(purpose, "purpose");
        String body = tokens.body(token);
        if (body == null) {
            return CompletableFuture.completedStage(new OneTimeTokens.Redemption.None(Refusal.UNKNOWN));
        }
        String owner = body.substring(0, OWNER_CHARS);
        if (keyspace.pending(orderId(owner, purpose))) {
            return CompletableFuture.completedStage(new OneTimeTokens.Redemption.None(Refusal.REVOKED));
        }
        byte[] key = key(owner, purpose);
        byte[] hash = ascii(hash(body));
        return redeem(key, hash, true, executor)
                .thenApply(said -> Said.redemption(said, data -> seal.open(data, key)))
                .thenCompose(seen -> seen instanceof OneTimeTokens.Redemption.Redeemed
                        ? redeem(key, hash, false, executor).thenApply(said -> Said.redemption(said, seen))
                        : CompletableFuture.completedStage(seen))
                .exceptionally(failure -> new OneTimeTokens.Redemption.Unavailable(Said.whyNot(failure)));
    }

    private CompletionStage<List<byte[]>> redeem(byte[] key, byte[] hash, boolean look, Executor executor) {
        Late late = Late.fromNow(keyspace);
        byte[] until = late.argument(keyspace, key);
        Command<List<byte[]>> command = Command.scriptForList(
                REDEEM, List.of(key), look ? List.of(hash, until, LOOK_ONLY) : List.of(hash, until));
        return Asked.<List<byte[]>>ask(
                        keyspace,
                        executor,
                        look ? null : late,
                        reply -> keyspace.redis().send(command, reply))
                .thenApply(Objects::requireNonNull);
    }

    /** A token that is issued later, also one issued before this is repeated, is not meant. */
    @Override
    public CompletionStage<Delivery> revoke(String purpose, String subject) {
        requireNames(purpose, subject);
        String owner = owner(subject);
        long latest = keyspace.redis().clock().latestMillis(System.nanoTime());
        return keyspace.commit(
                orderId(owner, purpose),
                Command.script(END, List.of(key(owner, purpose)), List.of(ascii(Long.toString(latest)))));
    }

    private static String orderId(String owner, String purpose) {
        return owner + purpose;
    }

    private static void requireNames(String purpose, String subject) {
        if (requireNonNull(purpose, "purpose").isEmpty()
                || requireNonNull(subject, "subject").isEmpty()) {
            throw new IllegalArgumentException(
                    (purpose.isEmpty() ? "the purpose" : "the subject") + " is empty; a one-time token has both");
        }
    }

    private String owner(String subject) {
        return secret.hash("owner", subject).substring(0, OWNER_CHARS);
    }

    private String hash(String body) {
        return secret.hash("one-time-token", body);
    }

    private byte[] key(String owner, String purpose) {
        return keyspace.key(owner, ":" + secret.hash("one-time-purpose", purpose));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
