package dev.larder.check;

import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** One process logs out while the others read and save; what was read before is saved when the logout is over. */
record LogoutRaces(Track track) implements SessionRaces {

    private static final int ID = 0;

    @Override
    public CompletionStage<Done> deal(int race) {
        SessionCalls calls = track.calls(race);
        return Done.after((race % 2 == 0 ? calls.create(race) : calls.login(race, track.user(race)))
                .thenApply(grant -> track.keep(race, track.post(race, ID, grant))));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String id = track.board().get(race, ID);
        if (id == null) {
            return Done.already();
        }
        if (role == 0) {
            return track.glance(race, ID, random.nextInt(4))
                    .thenCompose(done -> track.calls(race).end(race, id))
                    .thenCompose(done -> track.glance(race, ID, 1));
        }
        SplittableRandom second = random.split();
        return track.glance(race, ID, random.nextInt(2))
                .thenCompose(done -> track.request(race, ID, random))
                .thenCompose(done -> track.request(race, ID, second));
    }
}
