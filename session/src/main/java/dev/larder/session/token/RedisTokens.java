package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.NearKeys;
import dev.larder.redis.Command;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Tokens in Redis; what stands there is said by {@link TokenCommands}. */
final class RedisTokens implements AsyncTokens {

    static final String KEYSPACE = "tokens";

    private final Keyspace keyspace;
    private final TokenPolicy policy;
    private final Mint mint;
    private final Seal seal;
    private final TokenCommands commands;
    private final @Nullable NearKeys<Introspection> near;

    private RedisTokens(Keyspace keyspace, TokenPolicy policy) {
        this.keyspace = keyspace;
        this.policy = policy;
        this.mint = new Mint(keyspace.secret("tokens"));
        this.seal = new Seal(keyspace.keyring());
        this.commands = new TokenCommands(keyspace, policy, mint);
        this.near = policy.nearEntries() == 0 ? null : keyspace.near(policy.nearEntries());
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
        TokenPair pair = new TokenPair(
                mint.accessText(mint.accessOf(refresh)),
                policy.accessLife(),
                mint.refreshText(refresh),
                policy.refreshIdle());
        List<byte[]> keys = commands.keys(refresh);
        Late late = Late.fromNow(keyspace);
        return written(commands.issue(keys, refresh, seal.seal(grant, keys.get(0)), late), executor, late)
                .<Issuance<TokenPair>>thenApply(done -> new Issuance.Issued<>(pair))
                .exceptionally(failure -> new Issuance.Unavailable<>(Said.whyNot(failure)));
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
        if (isEnding(access)) {
            return CompletableFuture.completedStage(new Introspection.None(Refusal.REVOKED));
        }
        return (near == null ? noted(commands.keys(access), access, executor) : nearby(near, access, executor))
                .exceptionally(failure -> new Introspection.Unavailable(Said.whyNot(failure)));
    }

    /** Asks Redis, which notes that the token was used. */
    private CompletableFuture<Introspection> noted(List<byte[]> keys, TokenId access, Executor executor) {
        return written(commands.introspect(keys, access), executor, null)
                .thenApply(
                        said -> Said.introspection(Objects.requireNonNull(said), data -> seal.open(data, keys.get(0))));
    }

    /** Asks in this process first. Only a token whose use was noted is known here. */
    private CompletionStage<Introspection> nearby(NearKeys<Introspection> copies, TokenId access, Executor executor) {
        String id = mint.accessHash(access);
        NearKeys.Copy<Introspection> copy = copies.find(id);
        if (copy != null && copy.value() != null) {
            return CompletableFuture.completedStage(copy.value());
        }
        List<byte[]> keys = commands.keys(access);
        return copies.read(
                        id,
                        commands.look(keys, access),
                        said -> Said.copy(Objects.requireNonNull(said), data -> seal.open(data, keys.get(0))),
                        executor)
                .thenCompose(read -> read.value() == null
                        ? noted(keys, access, executor)
                        : CompletableFuture.completedStage(read.value()));
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
        if (isEnding(shown)) {
            return CompletableFuture.completedStage(new Refresh.None(Refusal.REVOKED));
        }
        TokenId next = mint.after(shown);
        TokenId access = mint.accessOf(next);
        Late late = Late.fromNow(keyspace);
        return written(commands.refresh(shown, next, access, late), executor, late)
                .thenApply(said ->
                        Said.refresh(Objects.requireNonNull(said), mint.accessText(access), mint.refreshText(next)))
                .thenCompose(answer -> insisting(answer, shown))
                .exceptionally(failure -> new Refresh.Unavailable(Said.whyNot(failure)));
    }

    /** A failover may forget that a family was ended because of a copy, so that is ordered, too, and repeated then. */
    private CompletionStage<Refresh> insisting(Refresh answer, TokenId shown) {
        boolean reused = answer instanceof Refresh.None none && none.why() == Refusal.REUSED;
        return reused
                ? keyspace.commit("reused:" + familyId(shown), commands.end(shown, Refusal.REUSED))
                        .handle((delivery, journalFull) -> answer)
                : CompletableFuture.completedStage(answer);
    }

    @Override
    public CompletionStage<Delivery> revoke(@Nullable String token) {
        TokenId access = mint.access(token);
        TokenId any = access == null ? mint.refresh(token) : access;
        return any == null
                ? CompletableFuture.completedStage(Delivery.ACKNOWLEDGED)
                : keyspace.commit(familyId(any), commands.end(any, Refusal.REVOKED));
    }

    @Override
    public CompletionStage<Delivery> revokeAll(String subject) {
        String owner = mint.owner(requireNonNull(subject, "subject"));
        return keyspace.commit(subjectId(owner), commands.endAll(owner));
    }

    /** Whether this process has ended the login of a token, and Redis may not know. */
    private boolean isEnding(TokenId token) {
        return keyspace.pending(familyId(token)) || keyspace.pending(subjectId(token.owner()));
    }

    private static String familyId(TokenId token) {
        return "f:" + token.owner() + token.family();
    }

    private static String subjectId(String owner) {
        return "s:" + owner;
    }

    private <T> CompletableFuture<@Nullable T> written(Command<T> command, Executor executor, @Nullable Late late) {
        return Asked.ask(keyspace, executor, late, reply -> {
            if (near == null) {
                keyspace.redis().send(command, reply);
            } else {
                keyspace.write(command, reply);
            }
        });
    }
}
