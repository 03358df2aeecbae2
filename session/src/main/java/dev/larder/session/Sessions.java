package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Larder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one application, in Redis: who is logged in where, and what is known of each visit.
 *
 * <pre>{@code
 * Sessions sessions = Sessions.on(larder, policy -> policy.maxPerUser(5));
 * if (sessions.read(cookie) instanceof SessionLookup.Found found) {
 *   Session session = found.session();
 *   Cart cart = session.get("cart", Cart.class);
 *   sessions.save(session.put("cart", changed));
 * }
 * }</pre>
 *
 * <p>An ID is a bearer credential: 132 random bits and a proof, 46 characters of {@code A-Z a-z 0-9 - _}. Redis holds a keyed hash of
 * it only. A guessed, cut or changed ID is refused without a round trip. Nothing here ever throws because of an ID from outside, or
 * because Redis is away: the answers are sealed, and say which it was.
 *
 * <p>Thread-safe. All times are the server's. Each operation takes one round trip where nothing else is said.
 */
public interface Sessions {

    /**
     * Makes the sessions of an application, once; they end with the {@link Larder}.
     *
     * @param policy changes the default {@link SessionPolicy}
     * @throws dev.larder.ConfigurationException if there is no Redis, no {@code hash-secret}, if they have been made already, or if
     *     settings contradict each other
     */
    static Sessions on(Larder larder, UnaryOperator<SessionPolicy.Builder> policy) {
        return on(
                larder,
                requireNonNull(policy, "policy").apply(SessionPolicy.builder()).build());
    }

    /** Like {@link #on(Larder, UnaryOperator)}, with a policy that has been built. */
    static Sessions on(Larder larder, SessionPolicy policy) {
        return RedisSessions.on(requireNonNull(larder, "larder"), requireNonNull(policy, "policy"));
    }

    /** Makes a session of nobody in particular. */
    Grant create(Details details);

    /**
     * Reads a session and touches it: its idle limit begins anew.
     *
     * @param id what came from outside, whatever it is
     */
    SessionLookup read(@Nullable String id);

    /**
     * Writes what was changed since the session was read or last saved, all or nothing, and touches it; through a near copy only if a touch is
     * due. One round trip, and one more where a near copy was not right any more. What others have changed
     * meanwhile stays; where both have changed one attribute, {@link SessionPolicy#conflict} decides; where there would be too many
     * attributes, nothing is written. An ended session stays ended. Repeating a save of unknown outcome does no harm.
     *
     * <p>A session that was rotated meanwhile is saved under its new ID: a round trip more.
     */
    SaveResult save(Session session);

    /**
     * Gives a session a new ID, and ends the old one. Who repeats it, or does it at the same time, gets the same new ID. The
     * session granted holds the changes that were not saved, and they still are not.
     *
     * <p>For {@link SessionPolicy#rotationGrace} the old ID still finds the session, under its new ID, so that a response that is lost
     * does not log its user out. {@link #login} allows no such thing.
     */
    Grant rotate(Session session);

    /** Makes a session of a user: a login without a session before. */
    Grant login(String userId, Details details);

    /**
     * Makes a session of a user that takes the attributes of another session along, changes that were not saved included, and ends
     * that one: a login. Its ID has nothing in common with the old one, which finds nothing from then on. Two round trips, and two
     * more for each change that somebody else saves to the old session meanwhile, which is carried over too. If the old session is ended
     * meanwhile, so is the new one. The session of another user is ended, and nothing of it is taken along.
     */
    Grant login(Session session, String userId, Details details);

    /**
     * Ends a session: a logout. Nothing can bring it back. Its ID finds nothing in this process from now on, in others as soon as
     * Redis has it, or within the staleness bound where they use near copies.
     *
     * @param id what came from outside, whatever it is
     * @return {@link Delivery#JOURNALED} if Redis did not answer: then it is ended in this process, and in Redis when that is back
     */
    Delivery end(@Nullable String id);

    /**
     * Ends one session of a user's list, under whichever ID it goes on by now, which only Redis knows: after {@link Delivery#JOURNALED} this process
     * calls the user's other sessions unavailable until Redis has it.
     */
    Delivery end(String userId, String handle);

    /**
     * Ends all sessions of a session's user but this one, however many; does nothing for a session of nobody. If this one has ended
     * meanwhile, that is all of them.
     */
    Delivery endOthers(Session session);

    /** Ends all sessions of a user, however many. */
    Delivery endAll(String userId);

    /**
     * Lists the sessions of a user, newest first. Two round trips a page. It is unavailable in this process while ends of some of them
     * are {@linkplain Delivery#JOURNALED in the journal}.
     *
     * @param cursor null for the first page, then {@link SessionList.Page#next}
     * @param limit sessions of a page, 1 to 1,000; a page may have fewer
     */
    SessionList list(String userId, @Nullable String cursor, int limit);

    /**
     * Changes what all sessions of a user share ({@link Session#user}), such as roles: each sees it at its next read. The last writer
     * wins; what would be more than {@link SessionPolicy#maxAttributes} is refused. It lives as long as the longest session of the user
     * can.
     */
    SaveResult changeUser(String userId, Consumer<? super AttributeChanges> changes);

    /** Returns the policy. */
    SessionPolicy policy();

    /** Returns the sessions whose calls do not block. */
    AsyncSessions async();
}
