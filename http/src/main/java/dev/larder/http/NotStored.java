package dev.larder.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A load that leaves the store as it is: what came says nothing about what is stored, because its request brought it about, or it is shared by
 * those who wait in this process, and not stored. The way to say so to the engine, which takes any value, and none, for a reason to replace
 * what is there.
 */
final class NotStored extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never leaves this process
    private final Kept.@Nullable Response shared;

    @SuppressWarnings("serial") // never leaves this process
    private final Map<String, String> keyed;

    /**
     * Creates one.
     *
     * @param shared the response for all who wait; null if there is none
     * @param keyed the values of fields in the key that it was asked with
     */
    NotStored(Kept.@Nullable Response shared, Map<String, String> keyed) {
        super("the response is not stored", null, false, false);
        this.shared = shared;
        this.keyed = keyed;
    }

    /** Returns the response, if there is one for this request. */
    Kept.@Nullable Response sharedWith(Asked asked) {
        return keyed.equals(asked.keyed()) ? shared : null;
    }
}
