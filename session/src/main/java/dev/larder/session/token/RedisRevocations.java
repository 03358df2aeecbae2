package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.NearKeys;
import dev.larder.codec.CodecException;
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
    private final @Nullable NearKeys<Long> near;

    private RedisRevocations(Keyspace keyspace, RevocationPolicy policy) {
        this.keyspace = keyspace;
        this.policy = policy;
        this.secret = keyspace.secret("revocations");
        this.near = policy.nearEntries() == 0 ? null : keyspace.near(policy.nearEntries());
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
        return list(ofToken(named("jti", jti)), 0, millis(requireNonNull(expiry, "expiry"), policy.leeway()));
    }

    @Override
    public CompletionStage<Delivery> revokeSubject(String subject, Instant notBefore) {
        requireNonNull(notBefore, "notBefore");
        return list(
                ofSubject(named("subject", subject)),
                millis(notBefore, Duration.ZERO),
                millis(notBefore, policy.longestLife().plus(policy.leeway())));
    }

    /** Each is an order of its own: one that reaches less far replaces none. */
    private CompletionStage<Delivery> list(String entry, long notBefore, long until) {
        return keyspace.commit(
                entry + ":" + notBefore + ":" + until,
                entry,
                List.of(),
                Command.script(LIST, List.of(keyspace.key(entry)), List.of(ascii(notBefore), ascii(until))));
    }

    @Override
    public CompletionStage<Revocations.Status> check(
            @Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt) {
        return check(jti, subject, issuedAt, keyspace.executor());
    }

    CompletionStage<Revocations.Status> check(
            @Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt, Executor executor) {
        String token = jti == null ? null : ofToken(jti);
        String all = subject == null ? null : ofSubject(subject);
        if ((token != null && keyspace.pending(token)) || (all != null && keyspace.pending(all))) {
            return CompletableFuture.completedStage(new Revocations.Status.Revoked());
        }
        return before(token, executor)
                .thenCombine(before(all, executor), (ofToken, ofAll) -> status(ofToken, ofAll, issuedAt))
                .exceptionally(failure -> new Revocations.Status.Unavailable(Said.whyNot(failure)));
    }

    /** Returns the Unix milliseconds before which what an entry lists was issued, or null if there is none. */
    private CompletionStage<@Nullable Long> before(@Nullable String entry, Executor executor) {
        if (entry == null) {
            return CompletableFuture.completedStage(null);
        }
        byte[] key = keyspace.key(entry);
        if (near == null) {
            return Asked.<byte[]>ask(
                            keyspace, executor, reply -> keyspace.redis().get(key, reply))
                    .thenApply(RedisRevocations::number);
        }
        NearKeys.Copy<Long> copy = near.find(entry);
        return copy == null
                ? near.read(entry, Command.get(key), value -> NearKeys.Copy.of(number(value)), executor)
                        .thenApply(NearKeys.Copy::value)
                : CompletableFuture.completedStage(copy.value());
    }

    private static Revocations.Status status(@Nullable Long ofToken, @Nullable Long ofAll, @Nullable Instant issuedAt) {
        boolean revoked = ofToken != null
                || (ofAll != null && (issuedAt == null || issuedAt.isBefore(Instant.ofEpochMilli(ofAll))));
        return revoked ? new Revocations.Status.Revoked() : new Revocations.Status.NotRevoked();
    }

    private static @Nullable Long number(byte @Nullable [] millis) {
        try {
            return millis == null ? null : Long.valueOf(new String(millis, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw new CodecException(
                    "an entry of the revocation list is no number: somebody else has written it", null);
        }
    }

    private String ofToken(String jti) {
        return "j:" + secret.hash("jti", jti);
    }

    private String ofSubject(String subject) {
        return "s:" + secret.hash("sub", subject);
    }

    private static String named(String what, String name) {
        if (requireNonNull(name, what).isEmpty()) {
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
