package dev.larder.session.token;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.crypto.HashSecret;
import dev.larder.redis.Command;
import dev.larder.redis.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The revocation list in Redis.
 *
 * <p>Keys: {@code j:<hash of the ID>} and {@code s:<hash of the subject>}, each the Unix milliseconds before which what is listed was
 * issued, which live until nothing listed can be valid any more. Commands: {@code EVALSHA} of {@code list.lua}, and {@code GET}.
 */
final class RedisRevocations implements AsyncRevocations {

    static final String KEYSPACE = "revoked";

    private static final Script LIST = Script.of(RedisRevocations.class, "list.lua");

    private final Keyspace keyspace;
    private final RevocationPolicy policy;
    private final HashSecret secret;

    private RedisRevocations(Keyspace keyspace, RevocationPolicy policy) {
        this.keyspace = keyspace;
        this.policy = policy;
        this.secret = keyspace.secret("revocations");
    }

    static RedisRevocations on(Keyspace keyspace, RevocationPolicy policy) {
        return new RedisRevocations(keyspace, policy);
    }

    Keyspace keyspace() {
        return keyspace;
    }

    @Override
    public Revocations blocking() {
        return new BlockingRevocations(this);
    }

    @Override
    public CompletionStage<Delivery> revoke(String jti, Instant expiry) {
        return revoke(jti, expiry, keyspace.executor());
    }

    CompletionStage<Delivery> revoke(String jti, Instant expiry, Executor executor) {
        return list(ofToken(named("jti", jti)), 0, millis(expiry, policy.leeway()), executor);
    }

    @Override
    public CompletionStage<Delivery> revokeSubject(String subject, Instant notBefore) {
        return revokeSubject(subject, notBefore, keyspace.executor());
    }

    CompletionStage<Delivery> revokeSubject(String subject, Instant notBefore, Executor executor) {
        return list(
                ofSubject(named("subject", subject)),
                millis(notBefore, Duration.ZERO),
                millis(notBefore, policy.longestLife().plus(policy.leeway())),
                executor);
    }

    private CompletionStage<Delivery> list(byte[] key, long notBefore, long until, Executor executor) {
        Command<Long> command = Command.script(LIST, List.of(key), List.of(ascii(notBefore), ascii(until)));
        return Asked.<Long>ask(keyspace, executor, reply -> keyspace.redis().send(command, reply))
                .thenApply(done -> Delivery.ACKNOWLEDGED);
    }

    @Override
    public CompletionStage<Revocations.Status> check(
            @Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt) {
        return check(jti, subject, issuedAt, keyspace.executor());
    }

    CompletionStage<Revocations.Status> check(
            @Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt, Executor executor) {
        CompletableFuture<byte @Nullable []> ofToken = read(jti == null ? null : ofToken(jti), executor);
        CompletableFuture<byte @Nullable []> ofSubject = read(subject == null ? null : ofSubject(subject), executor);
        return ofToken.thenCombine(ofSubject, (token, before) -> status(token, before, issuedAt))
                .exceptionally(failure -> new Revocations.Status.Unavailable(Said.whyNot(failure)));
    }

    private CompletableFuture<byte @Nullable []> read(byte @Nullable [] key, Executor executor) {
        return key == null
                ? CompletableFuture.completedFuture(null)
                : Asked.ask(keyspace, executor, reply -> keyspace.redis().get(key, reply));
    }

    private static Revocations.Status status(
            byte @Nullable [] token, byte @Nullable [] before, @Nullable Instant issuedAt) {
        boolean revoked = token != null || (before != null && (issuedAt == null || issuedAt.isBefore(instant(before))));
        return revoked ? new Revocations.Status.Revoked() : new Revocations.Status.NotRevoked();
    }

    private static Instant instant(byte[] millis) {
        return Instant.ofEpochMilli(Long.parseLong(new String(millis, StandardCharsets.US_ASCII)));
    }

    private byte[] ofToken(String jti) {
        return keyspace.key("j:" + secret.hash("jti", jti));
    }

    private byte[] ofSubject(String subject) {
        return keyspace.key("s:" + secret.hash("sub", subject));
    }

    private static String named(String what, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " is empty; there is nothing to revoke");
        }
        return name;
    }

    private static long millis(Instant time, Duration longer) {
        return time.plus(longer).toEpochMilli();
    }

    private static byte[] ascii(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
