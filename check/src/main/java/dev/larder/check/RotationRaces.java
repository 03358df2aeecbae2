package dev.larder.check;

import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process gives a session a new ID, or two do, while others go on with the old one; some log out by it. */
record RotationRaces(Track track) implements SessionRaces {

    private static final int NEW = 1;

    @Override
    public CompletionStage<Done> deal(int race) {
        return Done.after(track.calls(race)
                .login(race, track.user(race))
                .thenApply(grant -> track.post(race, Track.FIRST, grant)));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String id = track.board().get(race, Track.FIRST);
        if (id == null) {
            return Done.already();
        }
        if (role == 0 || role == 1 && random.nextBoolean()) {
            return track.glance(race, Track.FIRST, random.nextInt(2))
                    .thenCompose(done -> track.with(
                            race,
                            Track.FIRST,
                            session -> track.calls(race)
                                    .rotate(race, session)
                                    .thenApply(grant -> track.post(race, NEW + role, grant))))
                    .thenCompose(done -> track.request(race, NEW + role, random));
        }
        boolean logsOut = role == 2 && random.nextInt(4) == 0;
        return track.goOn(race, id, logsOut, random).thenCompose(done -> track.glance(race, NEW, 1));
    }
}
