package dev.larder.http;

import dev.larder.AsyncCache;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes what is stored of targets: in all variants, the answers to QUERY, and what they share with other targets of their paths. One round
 * trip, and one before it for each target of a path of which no rule is near.
 */
final class Removal {

    private final AsyncCache<String, Kept> store;
    private final Larder larder;
    private final List<String> keys = new ArrayList<>();
    private final SortedSet<String> tags;

    /**
     * Creates a removal.
     *
     * @param tags of what is removed besides
     */
    Removal(AsyncCache<String, Kept> store, Larder larder, Collection<String> tags) {
        this.store = store;
        this.larder = larder;
        this.tags = new TreeSet<>(tags);
    }

    /**
     * Removes.
     *
     * @param thoroughly whether what targets of a path share goes even if no rule is found any more by which they do: it is found again
     *     once a response teaches the same. That writes a tag for each path, and so is not for what strangers may ask for
     */
    CompletionStage<Delivery> of(Collection<Place> places, boolean thoroughly) {
        CompletionStage<?> found = CompletableFuture.completedFuture(null);
        for (Place place : places) {
            add(place.primary());
            add(place.queries());
            if (thoroughly) {
                add(place);
            } else {
                found = found.thenCombine(equivalents(place), (a, b) -> b);
            }
        }
        return found.thenCompose(done -> remove());
    }

    /** Where targets of a path share what is stored, all of that goes: by which rules they do, nobody knows in the end. */
    private CompletionStage<?> equivalents(Place place) {
        return store.lookup(place.path()).thenAccept(lookup -> {
            if (!(lookup instanceof Lookup.Miss)) {
                add(place);
            }
        });
    }

    private synchronized void add(String key) {
        keys.add(key);
    }

    private synchronized void add(Place place) {
        tags.add(place.tag());
    }

    private synchronized CompletionStage<Delivery> remove() {
        CompletionStage<Delivery> removed = store.invalidateAll(keys);
        return tags.isEmpty()
                ? removed
                : removed.thenCombine(
                        larder.invalidateTagsAsync(tags), (one, other) -> one == Delivery.JOURNALED ? one : other);
    }
}
