package dev.larder.session;

import dev.larder.Delivery;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The blocking view of sessions: the caller's own thread decodes while it waits. */
final class BlockingSessions implements Sessions {

    private final RedisSessions sessions;

    BlockingSessions(RedisSessions sessions) {
        this.sessions = sessions;
    }

    private <T> T await(Function<Executor, ? extends CompletionStage<T>> call) {
        return sessions.keyspace.await(call);
    }

    @Override
    public Grant create(Details details) {
        return await(executor -> sessions.create(details, executor));
    }

    @Override
    public SessionLookup read(@Nullable String id) {
        return await(executor -> sessions.read(id, executor));
    }

    @Override
    public SaveResult save(Session session) {
        return await(executor -> sessions.save(session, executor));
    }

    @Override
    public Grant rotate(Session session) {
        return await(executor -> sessions.rotate(session, executor));
    }

    @Override
    public Grant login(String userId, Details details) {
        return await(executor -> sessions.login(userId, details, executor));
    }

    @Override
    public Grant login(Session session, String userId, Details details) {
        return await(executor -> sessions.login(session, userId, details, executor));
    }

    @Override
    public Delivery end(@Nullable String id) {
        return await(executor -> sessions.end(id, executor));
    }

    @Override
    public Delivery end(String userId, String handle) {
        return await(executor -> sessions.end(userId, handle, executor));
    }

    @Override
    public Delivery endOthers(Session session) {
        return await(executor -> sessions.endOthers(session, executor));
    }

    @Override
    public Delivery endAll(String userId) {
        return await(executor -> sessions.endAll(userId, executor));
    }

    @Override
    public SessionList list(String userId, @Nullable String cursor, int limit) {
        return await(executor -> sessions.list(userId, cursor, limit, executor));
    }

    @Override
    public SaveResult changeUser(String userId, Consumer<? super AttributeChanges> changes) {
        return await(executor -> sessions.changeUser(userId, changes, executor));
    }

    @Override
    public SessionPolicy policy() {
        return sessions.policy();
    }

    @Override
    public AsyncSessions async() {
        return sessions;
    }
}
