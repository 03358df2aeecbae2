package dev.larder.session;

import dev.larder.Delivery;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions whose calls never block: the same operations as {@link Sessions}, which is a view of it and has the contracts.
 *
 * <p>Stages complete on the caller's thread where nothing had to be asked, else on a thread of Larder; dependents may block there.
 */
public interface AsyncSessions {

    /** See {@link Sessions#create}. */
    CompletionStage<Grant> create(Details details);

    /** See {@link Sessions#read}. */
    CompletionStage<SessionLookup> read(@Nullable String id);

    /** See {@link Sessions#save}. The session is not to be touched until it is done. */
    CompletionStage<SaveResult> save(Session session);

    /** See {@link Sessions#rotate}. */
    CompletionStage<Grant> rotate(Session session);

    /** See {@link Sessions#login(String, Details)}. */
    CompletionStage<Grant> login(String userId, Details details);

    /** See {@link Sessions#login(Session, String, Details)}. */
    CompletionStage<Grant> login(Session session, String userId, Details details);

    /** See {@link Sessions#end(String)}. */
    CompletionStage<Delivery> end(@Nullable String id);

    /** See {@link Sessions#end(String, String)}. */
    CompletionStage<Delivery> end(String userId, String handle);

    /** See {@link Sessions#endOthers}. */
    CompletionStage<Delivery> endOthers(Session session);

    /** See {@link Sessions#endAll}. */
    CompletionStage<Delivery> endAll(String userId);

    /** See {@link Sessions#list}. */
    CompletionStage<SessionList> list(String userId, @Nullable String cursor, int limit);

    /** See {@link Sessions#changeUser}. */
    CompletionStage<SaveResult> changeUser(String userId, Consumer<? super AttributeChanges> changes);

    /** See {@link Sessions#policy}. */
    SessionPolicy policy();

    /** Returns the blocking view. */
    Sessions blocking();
}
