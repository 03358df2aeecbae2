package dev.larder.check;

import dev.larder.Delivery;
import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import dev.larder.session.token.AsyncOneTimeTokens;
import dev.larder.session.token.AsyncTokens;
import dev.larder.session.token.Introspection;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.OneTimeTokens.Redemption;
import dev.larder.session.token.Refresh;
import dev.larder.session.token.TokenPair;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The calls that a process makes for tokens, each of which it notes. Thread-safe. */
final class TokenCalls {

    private static final String PURPOSE = "reset-password";
    private static final String PAYLOAD = "payload";
    private static final int TRIES = 400;

    private final AsyncTokens tokens;
    private final AsyncOneTimeTokens oneTime;
    private final Notebook notebook;

    TokenCalls(AsyncTokens tokens, AsyncOneTimeTokens oneTime, Notebook notebook) {
        this.tokens = tokens;
        this.oneTime = oneTime;
        this.notebook = notebook;
    }

    CompletionStage<Issuance<TokenPair>> issue(String subject) {
        return tokens.issue(subject, Set.of("read"), Map.of("tenant", "one"));
    }

    /**
     * Begins a login.
     *
     * @param login its number in this race
     */
    CompletionStage<Issuance<TokenPair>> issue(int race, int login, String subject) {
        return notebook.doing(race, Kind.ISSUE, Notebook.hash(subject), () -> issue(subject), (answer, entry) -> {
            entry.value = login;
            if (answer instanceof Issuance.Issued) {
                entry.done(0);
            }
        });
    }

    CompletionStage<Delivery> revokeAll(int race, String subject) {
        return notebook.ending(race, Kind.END_ALL, Notebook.hash(subject), 0, () -> tokens.revokeAll(subject));
    }

    CompletionStage<Issuance<String>> issueOnce(String subject) {
        return oneTime.issue(PURPOSE, subject, PAYLOAD, Duration.ofHours(1));
    }

    /** Trades a refresh token, or one that is none. */
    CompletionStage<Refresh> refresh(int race, Kind kind, String token) {
        return refresh(race, kind, 0, token);
    }

    /** Trades a refresh token of a login that has a number. */
    CompletionStage<Refresh> refresh(int race, Kind kind, int login, String token) {
        return notebook.doing(race, kind, Notebook.hash(token), () -> tokens.refresh(token), (answer, entry) -> {
            entry.value = login;
            if (answer instanceof Refresh.Refreshed refreshed) {
                entry.done(Notebook.hash(
                        refreshed.pair().access() + refreshed.pair().refresh()));
            } else if (answer instanceof Refresh.None) {
                entry.outcome = Outcome.NONE;
            }
        });
    }

    /** Trades a refresh token, and tries again until there is an answer. */
    CompletionStage<Refresh> insist(int race, String token) {
        return insist(race, 0, token);
    }

    /** Trades a refresh token of a login that has a number, and tries again until there is an answer. */
    CompletionStage<Refresh> insist(int race, int login, String token) {
        return insist(race, login, token, TRIES);
    }

    private CompletionStage<Refresh> insist(int race, int login, String token, int tries) {
        return refresh(race, Kind.REFRESH, login, token)
                .thenCompose(answer -> answer instanceof Refresh.Unavailable && tries > 1
                        ? Done.rested().thenCompose(done -> insist(race, login, token, tries - 1))
                        : CompletableFuture.completedStage(answer));
    }

    CompletionStage<Introspection> introspect(int race, String access) {
        return introspect(race, 0, access);
    }

    /** Shows an access token of a login that has a number. */
    CompletionStage<Introspection> introspect(int race, int login, String access) {
        return notebook.doing(
                race, Kind.INTROSPECT, Notebook.hash(access), () -> tokens.introspect(access), (answer, entry) -> {
                    entry.value = login;
                    if (answer instanceof Introspection.Active) {
                        entry.done(0);
                    } else if (answer instanceof Introspection.None) {
                        entry.outcome = Outcome.NONE;
                    }
                });
    }

    /** Redeems a one-time token, for its purpose or for another one. */
    CompletionStage<Redemption> redeem(int race, Kind kind, String token) {
        String purpose = kind == Kind.MISUSE ? "verify-address" : PURPOSE;
        return notebook.doing(
                race, kind, Notebook.hash(token), () -> oneTime.redeem(token, purpose), (answer, entry) -> {
                    if (answer instanceof Redemption.Redeemed redeemed) {
                        entry.done(redeemed.payload().equals(PAYLOAD) ? 0 : 1);
                    } else if (answer instanceof Redemption.None) {
                        entry.outcome = Outcome.NONE;
                    }
                });
    }
}
