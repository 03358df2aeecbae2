package dev.larder.check;

import dev.larder.Delivery;
import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import dev.larder.session.AsyncSessions;
import dev.larder.session.Details;
import dev.larder.session.Grant;
import dev.larder.session.SaveResult;
import dev.larder.session.Session;
import dev.larder.session.SessionList;
import dev.larder.session.SessionLookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The calls that a process makes for the sessions of one {@link Way}, each of which it notes. Thread-safe. */
final class SessionCalls {

    private static final Details DETAILS = new Details("a browser", "a place");
    private static final int PAGE = 100;
    private static final int TRIES = 400;

    private final Way way;
    private final AsyncSessions sessions;
    private final Notebook notebook;

    SessionCalls(Way way, AsyncSessions sessions, Notebook notebook) {
        this.way = way;
        this.sessions = sessions;
        this.notebook = notebook;
    }

    Way way() {
        return way;
    }

    CompletionStage<Grant> create(int race) {
        return notebook.doing(race, Kind.CREATE, 0, () -> sessions.create(DETAILS), SessionCalls::granted);
    }

    CompletionStage<Grant> login(int race, String user) {
        return notebook.doing(
                race, Kind.CREATE, Notebook.hash(user), () -> sessions.login(user, DETAILS), SessionCalls::granted);
    }

    CompletionStage<Grant> login(int race, Session session, String user) {
        return notebook.doing(
                race,
                Kind.LOGIN,
                Notebook.hash(session.id()),
                () -> sessions.login(session, user, DETAILS),
                (grant, entry) -> {
                    granted(grant, entry);
                    entry.value = Notebook.hash(user);
                });
    }

    /** Rotates, and tries again until it is known what came of it. */
    CompletionStage<Grant> rotate(int race, Session session) {
        return rotate(race, session, TRIES);
    }

    private CompletionStage<Grant> rotate(int race, Session session, int tries) {
        return notebook.doing(
                        race,
                        Kind.ROTATE,
                        Notebook.hash(session.id()),
                        () -> sessions.rotate(session),
                        SessionCalls::granted)
                .thenCompose(grant -> grant instanceof Grant.Unavailable && tries > 1
                        ? Done.rested().thenCompose(done -> rotate(race, session, tries - 1))
                        : CompletableFuture.completedStage(grant));
    }

    private static void granted(Grant grant, Notebook.Entry entry) {
        if (grant instanceof Grant.Granted granted) {
            entry.done(Notebook.hash(granted.session().id()));
        } else if (!(grant instanceof Grant.Unavailable)) {
            entry.outcome = Outcome.NONE;
        }
    }

    CompletionStage<SessionLookup> read(int race, String id) {
        return notebook.doing(race, Kind.READ, Notebook.hash(id), () -> sessions.read(id), (lookup, entry) -> {
            if (lookup instanceof SessionLookup.Found found) {
                entry.done(Notebook.hash(found.session().id()));
                entry.seen(values(found.session()));
            } else if (lookup instanceof SessionLookup.None) {
                entry.outcome = Outcome.NONE;
            }
        });
    }

    private static Map<Integer, Long> values(Session session) {
        Map<Integer, Long> values = new HashMap<>();
        for (String name : session.names()) {
            Long value = session.get(name, Long.class);
            values.put(Integer.valueOf(name.substring(name.lastIndexOf('-') + 1)), value == null ? -1 : value);
        }
        return values;
    }

    /** Changes an attribute of a session that was read before, and saves it. */
    CompletionStage<SaveResult> save(int race, Session session, int attribute) {
        long value = notebook.value();
        session.put(Way.attribute(attribute), value);
        return save(race, Kind.SAVE, session, attribute, value);
    }

    private CompletionStage<SaveResult> save(int race, Kind kind, Session session, int attribute, long value) {
        // Its ID may be another one afterwards.
        long id = Notebook.hash(session.id());
        return notebook.doing(race, kind, id, () -> sessions.save(session), (result, entry) -> {
            entry.attribute = attribute;
            entry.value = value;
            if (result instanceof SaveResult.Saved) {
                entry.outcome = Outcome.DONE;
            } else if (result instanceof SaveResult.Conflict) {
                entry.outcome = Outcome.CONFLICT;
            } else if (result instanceof SaveResult.Ended) {
                entry.outcome = Outcome.NONE;
            }
        });
    }

    /** Adds one to the counter, reading it anew as long as others are faster. */
    CompletionStage<Done> add(int race, String id) {
        return add(race, id, TRIES);
    }

    private CompletionStage<Done> add(int race, String id, int tries) {
        return read(race, id).thenCompose(lookup -> {
            if (!(lookup instanceof SessionLookup.Found found)) {
                return Done.already();
            }
            Long before = found.session().get(Way.attribute(Way.COUNTER), Long.class);
            long value = before == null ? 1 : before + 1;
            found.session().put(Way.attribute(Way.COUNTER), value);
            return save(race, Kind.ADD, found.session(), Way.COUNTER, value)
                    .thenCompose(result -> result instanceof SaveResult.Conflict && tries > 1
                            ? add(race, id, tries - 1)
                            : Done.already());
        });
    }

    CompletionStage<Delivery> end(int race, String id) {
        return notebook.ending(race, Kind.END, Notebook.hash(id), 0, () -> sessions.end(id));
    }

    /** Ends one of a user's sessions by a handle, which it has, or had under an ID from before. */
    CompletionStage<Delivery> endByHandle(int race, String user, String handle, String id) {
        return notebook.ending(race, Kind.END, Notebook.hash(id), 0, () -> sessions.end(user, handle));
    }

    CompletionStage<Delivery> endAll(int race, String user) {
        return notebook.ending(race, Kind.END_ALL, Notebook.hash(user), 0, () -> sessions.endAll(user));
    }

    CompletionStage<Delivery> endOthers(int race, Session session, String user) {
        return notebook.ending(
                race,
                Kind.END_OTHERS,
                Notebook.hash(session.id()),
                Notebook.hash(user),
                () -> sessions.endOthers(session));
    }

    /** Lists the sessions that a user is shown, all pages. */
    CompletionStage<SessionList> list(int race, String user) {
        return notebook.doing(
                race, Kind.LIST, Notebook.hash(user), () -> pages(user, null, List.of()), (answer, entry) -> {
                    if (answer instanceof SessionList.Page page) {
                        entry.outcome = Outcome.DONE;
                        entry.value = page.sessions().size();
                    }
                });
    }

    private CompletionStage<SessionList> pages(String user, @Nullable String cursor, List<SessionList.Item> before) {
        return sessions.list(user, cursor, PAGE).thenCompose(list -> {
            if (!(list instanceof SessionList.Page page)) {
                return CompletableFuture.completedStage(list);
            }
            List<SessionList.Item> all = new ArrayList<>(before);
            all.addAll(page.sessions());
            return page.next() == null
                    ? CompletableFuture.completedStage(new SessionList.Page(all, null))
                    : pages(user, page.next(), all);
        });
    }
}
