package dev.larder.check;

import java.util.concurrent.CompletionStage;

/** Races for the sessions on a {@link Track}: a slow request comes last, and at the end all that was left is read. */
interface SessionRaces extends Races {

    Track track();

    @Override
    default CompletionStage<Done> prepare(int race) {
        return track().prepare(race);
    }

    @Override
    default CompletionStage<Done> late(int race, int role) {
        return track().late(race);
    }

    @Override
    default CompletionStage<Done> verify(int race) {
        return track().verify(race);
    }
}
