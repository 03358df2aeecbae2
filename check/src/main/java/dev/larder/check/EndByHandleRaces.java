package dev.larder.check;

import dev.larder.session.Grant;
import dev.larder.session.SessionList;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One process ends one of a user's two sessions by a handle, from before or from a list, while the others give it new IDs, read, save and
 * list.
 */
record EndByHandleRaces(Track track) implements SessionRaces {

    private static final int OTHER = 1;
    private static final int ROTATED = 2;
    private static final int AGAIN = 3;
    private static final int HANDLE = 4;
    private static final int OTHER_HANDLE = 5;

    @Override
    public CompletionStage<Done> deal(int race) {
        return login(race, Track.FIRST, HANDLE).thenCompose(done -> login(race, OTHER, OTHER_HANDLE));
    }

    private CompletionStage<Done> login(int race, int place, int handlePlace) {
        return Done.after(track.calls(race).login(race, track.user(race)).thenAccept(grant -> {
            if (track.post(race, place, grant) instanceof Grant.Granted granted) {
                track.board().put(race, handlePlace, granted.session().handle());
            }
        }));
    }

    @Override
    public CompletionStage<Done> act(int race, int role, SplittableRandom random) {
        String id = track.board().get(race, Track.FIRST);
        String handle = track.board().get(race, HANDLE);
        if (id == null || handle == null) {
            return Done.already();
        }
        SplittableRandom second = random.split();
        return switch (role) {
            case 0 ->
                track.glance(race, ROTATED, random.nextInt(3))
                        .thenCompose(done -> random.nextBoolean() ? end(race, handle, id) : endListed(race, id))
                        .thenCompose(done -> track.glance(race, ROTATED, 1))
                        .thenCompose(done -> track.glance(race, Track.FIRST, 1));
            case 1 ->
                track.glance(race, Track.FIRST, random.nextInt(2))
                        .thenCompose(done -> rotate(race, Track.FIRST, ROTATED))
                        .thenCompose(done -> track.request(race, ROTATED, random))
                        .thenCompose(done -> second.nextBoolean() ? rotate(race, ROTATED, AGAIN) : Done.already())
                        .thenCompose(done -> track.glance(race, AGAIN, 1));
            default ->
                Done.after(track.calls(race).list(race, track.user(race)))
                        .thenCompose(done -> track.goOn(race, id, false, random))
                        .thenCompose(done -> track.request(race, ROTATED, second));
        };
    }

    private CompletionStage<Done> rotate(int race, int from, int to) {
        return track.with(
                race,
                from,
                session -> track.calls(race).rotate(race, session).thenApply(grant -> track.post(race, to, grant)));
    }

    private CompletionStage<Done> end(int race, String handle, String id) {
        return Done.after(track.calls(race).endByHandle(race, track.user(race), handle, id));
    }

    /** Whatever it is called by now, it is the one that is not the other one. */
    private CompletionStage<Done> endListed(int race, String id) {
        return track.calls(race).list(race, track.user(race)).thenCompose(list -> {
            String listed = listed(race, list);
            return listed == null ? Done.already() : end(race, listed, id);
        });
    }

    private @Nullable String listed(int race, SessionList list) {
        String other = track.board().get(race, OTHER_HANDLE);
        return list instanceof SessionList.Page page && other != null
                ? page.sessions().stream()
                        .map(SessionList.Item::handle)
                        .filter(handle -> !handle.equals(other))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    @Override
    public CompletionStage<Done> verify(int race) {
        return Done.after(
                track.verify(race).thenCompose(done -> track.calls(race).list(race, track.user(race))));
    }
}
