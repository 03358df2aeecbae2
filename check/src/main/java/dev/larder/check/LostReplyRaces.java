package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.Refresh;
import dev.larder.session.token.TokenPair;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A client refreshes, its reply is lost, and it tries again by another process. In every other race it sends both requests at once; else
 * it uses what it got the second time at once, when the first one may still be on its way.
 */
record LostReplyRaces(Board board, TokenCalls calls, long round) implements Races {

    static final int REFRESH = 0;
    static final int NEXT_ACCESS = 1;
    static final int NEXT_REFRESH = 2;
    static final int LOST = 3;

    @Override
    public CompletionStage<Done> deal(int race) {
        return Done.after(calls.issue("user-" + round + "-" + race).thenAccept(issued -> {
            if (issued instanceof Issuance.Issued<TokenPair> pair) {
                board.put(race, REFRESH, pair.value().refresh());
            }
        }));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String token = board.get(race, REFRESH);
        if (token == null || role > 1) {
            return Done.already();
        }
        boolean atOnce = race % 2 == 0;
        if (role == 0) {
            return Done.after(
                    calls.refresh(race, Kind.REFRESH, token).thenAccept(lost -> board.put(race, LOST, "lost")));
        }
        return (atOnce ? Done.already() : await(board, race, LOST))
                .thenCompose(done -> calls.insist(race, token))
                .thenCompose(answer -> {
                    String access = post(race, answer);
                    return atOnce || access == null ? Done.already() : Done.after(calls.introspect(race, access));
                });
    }

    /** Waits until something is on the board. */
    static CompletionStage<Done> await(Board board, int race, int place) {
        return board.get(race, place) != null
                ? Done.already()
                : Done.soon().thenCompose(done -> await(board, race, place));
    }

    /** Puts a pair on the board; returns the access token. */
    private @Nullable String post(int race, Refresh answer) {
        if (answer instanceof Refresh.Refreshed refreshed) {
            board.put(race, NEXT_ACCESS, refreshed.pair().access());
            board.put(race, NEXT_REFRESH, refreshed.pair().refresh());
            return refreshed.pair().access();
        }
        return null;
    }

    /** The client is still logged in. */
    @Override
    public CompletionStage<Done> verify(int race) {
        String access = board.get(race, NEXT_ACCESS);
        String refresh = board.get(race, NEXT_REFRESH);
        if (access == null || refresh == null) {
            return Done.already();
        }
        return calls.introspect(race, access).thenCompose(done -> Done.after(calls.insist(race, refresh)));
    }
}
