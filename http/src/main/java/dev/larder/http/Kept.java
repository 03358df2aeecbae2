package dev.larder.http;

import dev.larder.http.decision.NoVarySearch;
import dev.larder.http.decision.Stored;
import java.time.Duration;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What lies in the store under a key. */
sealed interface Kept {

    /**
     * A response.
     *
     * @param id another one for each time it was fetched or validated, so that it can be told from the one before
     * @param tags what invalidates it
     * @param ready its head as most clients get it; not stored
     */
    record Response(long id, Stored stored, byte[] content, SortedSet<String> tags, Ready ready) implements Kept {

        Response(long id, Stored stored, byte[] content, SortedSet<String> tags) {
            this(id, stored, content, tags, new Ready());
        }
    }

    /**
     * The way to the responses of a target that varies.
     *
     * @param fields names of the request's fields that select one, in lower case
     * @param generation part of the keys of the responses: who removes this entry makes them unreachable
     * @param life how long it is worth keeping
     * @param tags what invalidates it
     */
    record Variants(SortedSet<String> fields, long generation, Duration life, SortedSet<String> tags) implements Kept {}

    /** Nothing, and nothing is to be expected soon: who asks is not to wait for others (hit for miss). */
    record Pass() implements Kept {

        /** For so long. */
        static final Duration LIFE = Duration.ofSeconds(10);
    }

    /**
     * That not all parameters of a query select a response. Under the key of a path: what is stored for its targets lies under the key that this
     * rule makes. Under such a key: it lies under the one that this other rule makes.
     *
     * @param tags what invalidates it
     */
    record Search(NoVarySearch rule, SortedSet<String> tags) implements Kept {

        /** For so long; then it is learned anew. */
        static final Duration LIFE = Duration.ofDays(1);
    }

    /**
     * What a load has brought that leaves the store as it is: its request brought it about, or it is over the bounds of the route. For those
     * who wait in this process; never written.
     *
     * @param response the response for all who wait; null if there is none, and each is to ask for itself
     * @param asked what was asked for
     */
    record Apart(@Nullable Response response, Asked asked) implements Kept {

        /** Returns the response, if there is one for this request. */
        @Nullable
        Response sharedWith(Asked other) {
            return response != null
                            && asked.keyed().equals(other.keyed())
                            && asked.says(response.stored().head().fields())
                                    .areEquivalent(
                                            asked.target().text(),
                                            other.target().text())
                    ? response
                    : null;
        }
    }
}
