package dev.larder.check;

import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process gives a session a new ID, or two do, while others go on with the old one; some log out by it. */
record RotationRaces(Track track) implements Races {

    private static final int OLD = 0;
    private static final int NEW = 1;

    @Override
    public CompletionStage<Done> deal(int race) {
        return Done.after(
                track.calls(race).login(race, track.user(race)).thenApply(grant -> track.post(race, OLD, grant)));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String id = track.board().get(race, OLD);
        if (id == null) {
            return Done.already();
        }
        if (role == 0 || role == 1 && random.nextBoolean()) {
            return track.glance(race, OLD, random.nextInt(2))
                    .thenCompose(done -> track.with(
                            race,
                            OLD,
                            session -> track.calls(race)
                                    .rotate(race, session)
                                    .thenApply(grant -> track.post(race, NEW + role, grant))))
                    .thenCompose(done -> track.request(race, NEW + role, random));
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
