package dev.larder.http;

import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.ScreeningRules;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stands before the cache: of a request whose route says so, it says whether it goes on, and as whose, before anything is looked up or
 * asked for. Sees requests in their one form, after what forges and disguises has been taken away.
 */
public interface Gate {

    /** The field that says to an origin who asks, percent-encoded where it is not visible ASCII. */
    String USER = "X-Larder-User";

    /** The field that says which roles the one who asks has, with commas between. */
    String ROLES = "X-Larder-Roles";

    /** The field that says what a token is good for, with spaces between. */
    String SCOPES = "X-Larder-Scopes";

    /** Lets everybody pass. */
    Gate NONE = new Gate() {
        @Override
        public void check(Route route, ScreeningRules screening) {
            if (!route.access().equals(AccessRules.OPEN)) {
                throw new IllegalArgumentException(
                        "route " + route.name() + " says who may ask for it, and there is no gate that asks; set one");
            }
        }

        @Override
        public boolean guards(Route route, RequestHead request) {
            return false;
        }

        @Override
        public RequestHead outside(Route route, RequestHead request) {
            return request;
        }

        @Override
        public CompletionStage<Entry> enter(Route route, RequestHead request, String address) {
            return CompletableFuture.completedFuture(new Entry.Let(request, Fields.NONE, "", false, Fields.NONE));
        }
    };

    /** What becomes of a request. */
    sealed interface Entry {

        /** It goes no further. */
        record Turned(OwnAnswer answer) implements Entry {}

        /**
         * It goes on.
         *
         * @param request without what is not to reach the origin
         * @param identity fields that say to the origin who asks; sent where the response is for that one only
         * @param key who may be given the response; empty for all who get so far
         * @param isPrivate whether the answer is not for caches that others share
         * @param told fields that its client gets with whatever the answer is
         */
        record Let(RequestHead request, Fields identity, String key, boolean isPrivate, Fields told) implements Entry {

            /**
             * Returns the names, without regard to case, of the fields that the answer does not carry just as its origin says them. Who answers
             * the client past the cache asks for their lines, {@link #lines}.
             */
            public Set<String> decided() {
                return Additions.decided(this);
            }

            /**
             * Returns the lines of one name as the client gets them: with what is told, and withheld from caches that others share where the
             * answer is not for them. A cookie that is told is left out where the answer sets it itself.
             *
             * @param said by whoever answers; may be empty
             */
            public List<String> lines(String name, List<String> said) {
                return Additions.lines(this, name, said);
            }

            /** Shows nothing that a stranger has sent. */
            @Override
            public String toString() {
                return "Let[" + identity.names() + "]";
            }
        }
    }

    /**
     * Checks, before any request comes, that it can do what the rules of a route ask for.
     *
     * @param screening what requests have been through when they come here
     * @throws IllegalArgumentException if it cannot
     */
    void check(Route route, ScreeningRules screening);

    /** Returns whether a request has to enter. Quick, and the same for the same request. */
    boolean guards(Route route, RequestHead request);

    /** Returns a request that need not enter as it goes on. Quick, and the same for the same request. */
    RequestHead outside(Route route, RequestHead request);

    /**
     * Says what becomes of a request. Does not block.
     *
     * @param address of the client; empty if it is not known
     */
    CompletionStage<Entry> enter(Route route, RequestHead request, String address);
}
