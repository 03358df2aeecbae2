package dev.larder.check;

import dev.larder.session.Grant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process ends all sessions of a user, or all but one, while the others log him in, rotate, read and save. */
record EndAllRaces(Track track) implements SessionRaces {

    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int THIRD = 2;
    private static final int ROTATED = 3;
    private static final int LOGGED_IN = 4;

    @Override
    public CompletionStage<Done> deal(int race) {
        return login(race, FIRST)
                .thenCompose(done -> login(race, SECOND))
                .thenCompose(done -> Done.after(login(race, THIRD).thenApply(grant -> track.keep(race, grant))));
    }

    private CompletionStage<Grant> login(int race, int place) {
        return track.calls(race).login(race, track.user(race)).thenApply(grant -> track.post(race, place, grant));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        SessionCalls calls = track.calls(race);
        String user = track.user(race);
        SplittableRandom second = random.split();
        return switch (role) {
            case 0 -> {
                boolean butOne = random.nextInt(3) == 0;
                yield track.glance(race, FIRST, random.nextInt(4))
                        .thenCompose(done -> butOne
                                ? track.with(race, FIRST, session -> calls.endOthers(race, session, user))
                                : Done.after(calls.endAll(race, user)))
                        .thenCompose(done -> track.glance(race, SECOND, 1));
            }
            case 1 ->
                track.glance(race, SECOND, random.nextInt(2))
                        .thenCompose(done -> login(race, LOGGED_IN))
                        .thenCompose(done -> track.request(race, LOGGED_IN, random));
            case 2 ->
                track.request(race, FIRST, random)
                        .thenCompose(done -> track.with(
                                race,
                                SECOND,
                                session -> calls.rotate(race, session)
                                        .thenApply(grant -> track.post(race, ROTATED, grant))))
                        .thenCompose(done -> track.request(race, ROTATED, second));
            default ->
                track.request(race, random.nextInt(THIRD + 1), random)
                        .thenCompose(done -> track.request(race, second.nextInt(THIRD + 1), second));
        };
    }

    @Override
    public CompletionStage<Done> verify(int race) {
        return Done.after(
                track.verify(race).thenCompose(done -> track.calls(race).list(race, track.user(race))));
    }
}
