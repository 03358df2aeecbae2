package dev.larder.check;

import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** All processes change attributes of one session: each one of its own, all of them the same one, and with version checks a counter. */
record AttributeRaces(Track track) implements SessionRaces {

    private static final int ID = 0;

    @Override
    public CompletionStage<Done> deal(int race) {
        return Done.after(track.calls(race).create(race).thenApply(grant -> track.post(race, ID, grant)));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        SessionCalls calls = track.calls(race);
        String id = track.board().get(race, ID);
        if (id == null) {
            return Done.already();
        }
        boolean oneRead = random.nextBoolean();
        CompletionStage<Done> changes = track.with(
                        race,
                        ID,
                        session -> calls.save(race, session, Way.own(track.jvm()))
                                .thenCompose(saved -> oneRead
                                        ? Done.after(calls.save(race, session, Way.SHARED))
                                        : track.with(race, ID, again -> calls.save(race, again, Way.SHARED))))
                .thenCompose(done -> track.request(race, ID, random));
        return calls.way() == Way.STRICT
                ? changes.thenCompose(done -> calls.add(race, id)).thenCompose(done -> calls.add(race, id))
                : changes;
    }
}
