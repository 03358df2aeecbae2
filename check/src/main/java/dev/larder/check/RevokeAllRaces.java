package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.session.token.Issuance;
import dev.larder.session.token.Refresh;
import dev.larder.session.token.TokenPair;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process ends all logins of a subject, while another one refreshes his first one and begins a second one, and others show his tokens. */
record RevokeAllRaces(Board board, TokenCalls calls, long round) implements Races {

    static final int FIRST_LOGIN = 1;
    static final int SECOND_LOGIN = 2;

    private static final int ACCESS = 0;
    private static final int REFRESH = 1;
    private static final int NEXT_ACCESS = 2;
    private static final int NEXT_REFRESH = 3;
    private static final int LATER_ACCESS = 4;
    private static final int LATER_REFRESH = 5;

    private String subject(int race) {
        return "user-" + round + "-" + race;
    }

    @Override
    public CompletionStage<Done> deal(int race) {
        return issue(race, FIRST_LOGIN, ACCESS, REFRESH);
    }

    private CompletionStage<Done> issue(int race, int login, int access, int refresh) {
        return Done.after(calls.issue(race, login, subject(race)).thenAccept(issued -> {
            if (issued instanceof Issuance.Issued<TokenPair> pair) {
                board.put(race, access, pair.value().access());
                board.put(race, refresh, pair.value().refresh());
            }
        }));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String token = board.get(race, REFRESH);
        if (token == null) {
            return Done.already();
        }
        int times = random.nextInt(3);
        return switch (role) {
            case 0 ->
                show(race, ACCESS, times)
                        .thenCompose(done -> Done.after(calls.revokeAll(race, subject(race))))
                        .thenCompose(done -> show(race, ACCESS, 1))
                        .thenCompose(done -> show(race, NEXT_ACCESS, 1));
            case 1 ->
                show(race, ACCESS, times)
                        .thenCompose(done -> trade(race, token))
                        .thenCompose(done -> show(race, NEXT_ACCESS, 1))
                        .thenCompose(done -> issue(race, SECOND_LOGIN, LATER_ACCESS, LATER_REFRESH))
                        .thenCompose(done -> show(race, LATER_ACCESS, 1));
            default ->
                show(race, ACCESS, 1)
                        .thenCompose(done -> show(race, NEXT_ACCESS, times))
                        .thenCompose(done -> show(race, LATER_ACCESS, 1));
        };
    }

    private CompletionStage<Done> trade(int race, String token) {
        return Done.after(calls.insist(race, FIRST_LOGIN, token).thenAccept(answer -> {
            if (answer instanceof Refresh.Refreshed refreshed) {
                board.put(race, NEXT_ACCESS, refreshed.pair().access());
                board.put(race, NEXT_REFRESH, refreshed.pair().refresh());
            }
        }));
    }

    private CompletionStage<Done> show(int race, int place, int times) {
        String access = board.get(race, place);
        return access == null || times == 0
                ? Done.already()
                : calls.introspect(race, login(place), access).thenCompose(done -> show(race, place, times - 1));
    }

    private static int login(int place) {
        return place < LATER_ACCESS ? FIRST_LOGIN : SECOND_LOGIN;
    }

    /** Everything is shown, and whatever was not traded yet is. */
    @Override
    public CompletionStage<Done> verify(int race) {
        return show(race, ACCESS, 1)
                .thenCompose(done -> show(race, NEXT_ACCESS, 1))
                .thenCompose(done -> show(race, LATER_ACCESS, 1))
                .thenCompose(done -> last(race, board.get(race, NEXT_REFRESH) == null ? REFRESH : NEXT_REFRESH))
                .thenCompose(done -> last(race, LATER_REFRESH));
    }

    private CompletionStage<Done> last(int race, int place) {
        String refresh = board.get(race, place);
        return refresh == null ? Done.already() : Done.after(calls.refresh(race, Kind.REFRESH, login(place), refresh));
    }
}
