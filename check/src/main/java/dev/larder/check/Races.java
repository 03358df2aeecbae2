package dev.larder.check;

import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;

/** What happens in races of one kind, each about something of its own. All stages are of one process; nothing waits. */
interface Races {

    /** Makes what the race is about, and puts it on the {@link Board}: one process does. */
    CompletionStage<Done> deal(int race);

    /** Prepares what was dealt: the process does that has dealt. */
    default CompletionStage<Done> prepare(int race) {
        return Done.already();
    }

    /**
     * Races: all processes do, at the same time.
     *
     * @param role who one is in this race, from 0
     */
    CompletionStage<Done> act(int race, int role, SplittableRandom random);

    /** Does what comes too late: all processes do, after everybody has raced. */
    default CompletionStage<Done> late(int race, int role) {
        return Done.already();
    }

    /** Looks how things are when all is over and everybody reaches Redis: one process does, as often as it is asked to. */
    CompletionStage<Done> verify(int race);
}
