package dev.larder.check;

import dev.larder.session.Grant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process logs in with a session that others still write to, or end. */
record LoginRaces(Track track) implements Races {

    private static final int OLD = 0;
    private static final int NEW = 1;

    @Override
    public CompletionStage<Done> deal(int race) {
        SessionCalls calls = track.calls(race);
        return calls.create(race)
                .thenApply(grant -> track.post(race, OLD, grant))
                .thenCompose(grant -> grant instanceof Grant.Granted granted
                        ? Done.after(calls.save(race, granted.session(), Way.CART))
                        : Done.already());
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String id = track.board().get(race, OLD);
        if (id == null) {
            return Done.already();
        }
        if (role == 0) {
            return track.glance(race, OLD, random.nextInt(3))
                    .thenCompose(done -> track.with(
                            race,
                            OLD,
                            session -> track.calls(race)
                                    .login(race, session, track.user(race))
                                    .thenApply(grant -> track.post(race, NEW, grant))))
                    .thenCompose(done -> track.request(race, NEW, random));
        }
        boolean logsOut = role == 2 && random.nextInt(4) == 0;
        SplittableRandom second = random.split();
        return track.request(race, OLD, random)
                .thenCompose(done -> logsOut ? Done.after(track.calls(race).end(race, id)) : Done.already())
                .thenCompose(done -> track.request(race, OLD, second))
                .thenCompose(done -> track.glance(race, NEW, 1));
    }

    @Override
    public CompletionStage<Done> late(int race, int role) {
        return track.late(race);
    }

    @Override
    public CompletionStage<Done> verify(int race) {
        return track.verify(race);
    }
}
