package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.session.token.Issuance;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** 64 callers, or a few more, redeem one token at once, by all processes; some want it for what it is not good for. */
record OneTimeRaces(Board board, TokenCalls calls, long round, int jvms) implements Races {

    private static final int TOKEN = 0;
    private static final int CALLERS = 64;

    @Override
    public CompletionStage<Done> deal(int race) {
        return Done.after(calls.issueOnce("user-" + round + "-" + race).thenAccept(issued -> {
            if (issued instanceof Issuance.Issued<String> token) {
                board.put(race, TOKEN, token.value());
            }
        }));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String token = board.get(race, TOKEN);
        if (token == null) {
            return Done.already();
        }
        int mine = (CALLERS + jvms - 1) / jvms;
        int misuser = random.nextInt(mine);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int caller = 0; caller < mine; caller++) {
            if (caller == misuser) {
                all.add(calls.redeem(race, Kind.MISUSE, token).toCompletableFuture());
            }
            all.add(calls.redeem(race, Kind.REDEEM, token).toCompletableFuture());
        }
        return Done.after(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
    }

    @Override
    public CompletionStage<Done> verify(int race) {
        String token = board.get(race, TOKEN);
        return token == null ? Done.already() : Done.after(calls.redeem(race, Kind.REDEEM, token));
    }
}
