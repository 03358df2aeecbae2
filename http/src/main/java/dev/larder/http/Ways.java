package dev.larder.http;

import dev.larder.Lookup;
import dev.larder.http.decision.Vary;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What lies under the primary key of a target that varies, and leads to its variants.
 *
 * <p>The first variant is written before the way to it, under a generation that nobody knows yet. It is written under no lease, so only the
 * way, which is filled under one, can tell that a tag was invalidated during the load: so it has all the tags of that variant. Once there is
 * another variant, it keeps those that both have: each variant has its own, and what is invalid for one is not for the others.
 */
final class Ways {

    private Ways() {}

    /** Writes the first variant. Completes with the way to it, to be filled under the lease; with null if it could not be written. */
    static CompletionStage<Kept.@Nullable Variants> begin(
            HttpCache cache, Asked asked, Vary vary, Kept.Response first) {
        Kept.Variants way = new Kept.Variants(
                new TreeSet<>(vary.names()),
                cache.nextId(),
                first.stored().life().remaining(first.stored().initialAge()),
                first.tags());
        String variant = Keys.variant(
                asked.primary(), way.generation(), asked.keyed(), first.stored().variant());
        return cache.store().put(variant, first).handle((delivery, failed) -> failed == null ? way : null);
    }

    /** Leaves the way those tags only that another variant has as well. */
    static CompletionStage<?> narrow(HttpCache cache, Asked asked, Kept.Variants way, Kept.Response another) {
        SortedSet<String> shared = new TreeSet<>(way.tags());
        shared.retainAll(another.tags());
        if (shared.size() == way.tags().size()) {
            return CompletableFuture.completedStage(true);
        }
        Kept.Variants narrow = new Kept.Variants(way.fields(), way.generation(), way.life(), shared);
        return cache.store()
                .lookup(asked.primary())
                .thenCompose(lookup -> lookup instanceof Lookup.Hit<Kept> hit
                                && hit.value() instanceof Kept.Variants there
                                && there.generation() == way.generation()
                        ? cache.store().replace(asked.primary(), hit.version(), narrow)
                        : CompletableFuture.completedStage(false));
    }
}
