package dev.larder.check;

import dev.larder.session.Grant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process logs in with a session that others still write to, or end. */
record LoginRaces(Track track) implements SessionRaces {

    private static final int NEW = 1;

    @Override
    public CompletionStage<Done> deal(int race) {
        SessionCalls calls = track.calls(race);
        return calls.create(race)
                .thenApply(grant -> track.post(race, Track.FIRST, grant))
                .thenCompose(grant -> grant instanceof Grant.Granted granted
                        ? Done.after(calls.save(race, granted.session(), Way.CART))
                        : Done.already());
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String id = track.board().get(race, Track.FIRST);
        if (id == null) {
            return Done.already();
        }
        if (role == 0) {
            return track.glance(race, Track.FIRST, random.nextInt(3))
                    .thenCompose(done -> track.with(
                            race,
                            Track.FIRST,
                            session -> track.calls(race)
                                    .login(race, session, track.user(race))
                                    .thenApply(grant -> track.post(race, NEW, grant))))
                    .thenCompose(done -> track.request(race, NEW, random));
        }
        boolean logsOut = role == 2 && random.nextInt(4) == 0;
        return track.goOn(race, id, logsOut, random).thenCompose(done -> track.glance(race, NEW, 1));
    }
}
