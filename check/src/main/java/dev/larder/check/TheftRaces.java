package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.Refresh;
import dev.larder.session.token.TokenPair;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/**
 * Somebody has a copy of a refresh token. Whoever comes first uses what he gets; the other one comes later, or at the same time as the
 * first one refreshes again. Some races are controls: the copy is damaged, and ends nothing.
 */
record TheftRaces(Board board, TokenCalls calls, long round) implements Races {

    private static final int STOLEN = 0;
    private static final int FIRST_ACCESS = 1;
    private static final int USED = 6;
    private static final int[] ACCESS = {FIRST_ACCESS, 3, 5};
    private static final int[] REFRESH = {2, 4};
    private static final int CONTROLS = 8;

    /** Whether nothing is stolen in a race. */
    static boolean control(int race) {
        return race % CONTROLS == CONTROLS - 1;
    }

    @Override
    public CompletionStage<Done> deal(int race) {
        return Done.after(calls.issue("user-" + round + "-" + race).thenAccept(issued -> {
            if (issued instanceof Issuance.Issued<TokenPair> pair) {
                board.put(race, FIRST_ACCESS, pair.value().access());
                board.put(race, STOLEN, pair.value().refresh());
            }
        }));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String token = board.get(race, STOLEN);
        if (token == null) {
            return Done.already();
        }
        if (role == 0) {
            return calls.insist(race, token)
                    .thenCompose(answer -> use(race, answer, REFRESH[0], ACCESS[1]))
                    .thenCompose(done -> {
                        board.put(race, USED, "used");
                        return again(race);
                    });
        }
        if (role > 1 && random.nextBoolean()) {
            return Done.already();
        }
        return LostReplyRaces.await(board, race, USED)
                .thenCompose(done -> control(race)
                        ? Done.after(calls.refresh(race, Kind.FORGE, damaged(token, random)))
                        : Done.after(calls.insist(race, token)));
    }

    private CompletionStage<Done> again(int race) {
        String refresh = board.get(race, REFRESH[0]);
        return refresh == null
                ? Done.already()
                : calls.insist(race, refresh).thenCompose(answer -> use(race, answer, REFRESH[1], ACCESS[2]));
    }

    private CompletionStage<Done> use(int race, Refresh answer, int refreshPlace, int accessPlace) {
        if (answer instanceof Refresh.Refreshed refreshed) {
            board.put(race, refreshPlace, refreshed.pair().refresh());
            board.put(race, accessPlace, refreshed.pair().access());
            return Done.after(calls.introspect(race, refreshed.pair().access()));
        }
        return Done.already();
    }

    private static String damaged(String token, SplittableRandom random) {
        int at = random.nextInt(token.length());
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    /** Nothing of the login is good for anything, or, in a control, all is. */
    @Override
    public CompletionStage<Done> verify(int race) {
        CompletionStage<Done> all = Done.already();
        for (int place : ACCESS) {
            String access = board.get(race, place);
            // Of one that was traded twice, the first access token is over.
            if (access != null && !(control(race) && place == FIRST_ACCESS)) {
                all = all.thenCompose(done -> Done.after(calls.introspect(race, access)));
            }
        }
        String newest = board.get(race, REFRESH[1]);
        String refresh = newest == null ? board.get(race, REFRESH[0]) : newest;
        return refresh == null ? all : all.thenCompose(done -> Done.after(calls.insist(race, refresh)));
    }
}
