package dev.larder.http.guard;

import dev.larder.http.message.RequestHead;
import java.util.Map;
import java.util.Set;

/** What the rules of a route made of the fields of a request. */
public sealed interface Ruling {

    /**
     * A request that has nothing to do with the cache.
     *
     * @param request with all its fields
     */
    record Bypassed(RequestHead request) implements Ruling {}

    /**
     * A request that could be answered from the cache.
     *
     * @param request what RFC 9111 is decided on, {@code Vary} too: with conditions, ranges and directives of the client, and without
     *     what the origin does not see
     * @param origin what is sent when the response could be stored: without them. The cache adds its own validators to it
     * @param key the values that are part of the key, by names in lower case
     * @param plain whether the origin sees nothing that is not in the key
     * @param removed the names, in lower case, of what was taken away
     */
    record Cached(RequestHead request, RequestHead origin, Map<String, String> key, boolean plain, Set<String> removed)
            implements Ruling {

        /** Copies. */
        public Cached {
            key = Map.copyOf(key);
            removed = Set.copyOf(removed);
        }

        /** Shows nothing that a stranger has sent. */
        @Override
        public String toString() {
            return "Cached[key of " + key.size() + " fields, " + (plain ? "plain" : "not plain") + "]";
        }
    }
}
