package dev.larder.grounds.service;

import dev.larder.Answer;
import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.Repository;
import dev.larder.grounds.Slice;
import dev.larder.grounds.Versioned;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The things of one kind, read through Larder and changed in the database. Safe for use by several threads.
 *
 * <p>A thing has the tag of its kind and id ({@code contract:42}). The ids of a listing have the tag of its filter ({@code contracts:area:7}),
 * which is replaced when a thing enters or leaves that listing. So a change takes one command, whatever it reaches.
 *
 * @param <E> the thing
 * @param <F> what its listings can be restricted to
 */
final class Catalog<E extends Versioned<E>, F extends Filtering> {

    /**
     * What there is to know of a kind.
     *
     * @param one its name, in tags and messages
     * @param many the name of its listing, in paths and tags
     * @param type the class of the things
     * @param layer how long they are cached
     * @param policy what else
     * @param listings the filters of all listings that a thing is in
     * @param ids the ids of a listing, in order
     */
    record Kind<E, F>(
            String one,
            String many,
            Class<E> type,
            Layer layer,
            UnaryOperator<CachePolicy.Builder> policy,
            Function<E, List<F>> listings,
            BiFunction<F, Slice, List<Long>> ids) {}

    /** The key of a page of ids. */
    record PageKey(String tag, int page, int size) {}

    /** A page of ids: cached apart from the things, which are in many listings. */
    record PageIds(List<Long> ids, boolean more) {
        static PageIds of(List<Long> found, int size) {
            return new PageIds(List.copyOf(found.subList(0, Math.min(size, found.size()))), found.size() > size);
        }
    }

    /**
     * A page of a listing.
     *
     * @param shown the things
     * @param more whether there is a next page
     * @param tags those of the listing and of all that it shows, the listing's first
     * @param stale whether some of it is known to be
     */
    record Page<E>(List<E> shown, boolean more, List<String> tags, boolean stale) {}

    private final Kind<E, F> kind;
    private final Repository<E> repository;
    private final Larder larder;
    private final Cache<Long, E> things;
    private final Cache<PageKey, PageIds> pages;

    Catalog(Kind<E, F> kind, Repository<E> repository, Larder larder) {
        this.kind = kind;
        this.repository = repository;
        this.larder = larder;
        this.things = larder.cache(
                kind.many(),
                Long.class,
                kind.type(),
                spec -> spec.layer(kind.layer()).policy(kind.policy()).tags((id, thing) -> List.of(tag(id))));
        this.pages = larder.cache(
                kind.many() + "-pages",
                PageKey.class,
                PageIds.class,
                spec -> spec.layer(kind.layer()).tags((key, ids) -> List.of(key.tag())));
    }

    /** The name of one. */
    String one() {
        return kind.one();
    }

    /** The name of all. */
    String many() {
        return kind.many();
    }

    /** The tag of a thing. */
    String tag(long id) {
        return kind.one() + ":" + id;
    }

    /** The thing with this id, if there is one. */
    Answer<E> find(long id) {
        return things.fetch(id, repository::find);
    }

    /** A page of a listing; one that is beyond the end shows nothing. */
    Page<E> page(F filter, Paging paging) {
        PageKey key = new PageKey(filter.tag(kind.many()), paging.page(), paging.size());
        Answer<PageIds> answer =
                pages.fetch(key, asked -> PageIds.of(kind.ids().apply(filter, paging.slice()), paging.size()));
        PageIds ids = Objects.requireNonNull(answer.value());
        Map<Long, E> shown = things.getAll(ids.ids(), repository::findAll);
        List<String> tags = new ArrayList<>(List.of(key.tag()));
        ids.ids().forEach(id -> tags.add(tag(id)));
        return new Page<>(List.copyOf(shown.values()), ids.more(), tags, answer.stale());
    }

    /**
     * Changes a thing: commits to the database, then announces it everywhere by one command, then returns. If Redis cannot be reached, the
     * change stands all the same, and Larder delivers the announcement as soon as it can.
     *
     * @param change makes the new state from the old one; throws if that must not be; may be called several times
     * @return the thing as it is now, or null if there is none
     */
    @Nullable
    E change(long id, UnaryOperator<E> change) {
        AtomicReference<@Nullable E> before = new AtomicReference<>();
        E after = repository.update(id, old -> {
            before.set(old);
            return change.apply(old);
        });
        if (after != null) {
            larder.invalidateTags(touched(Objects.requireNonNull(before.get()), after));
        }
        return after;
    }

    /** The tags of all that shows the thing, and of all listings that it has entered or left. */
    private Collection<String> touched(E before, E after) {
        Set<String> moved = tags(before);
        Set<String> entered = tags(after);
        Set<String> stayed = new HashSet<>(moved);
        stayed.retainAll(entered);
        moved.addAll(entered);
        moved.removeAll(stayed);
        moved.add(tag(after.id()));
        return moved;
    }

    private Set<String> tags(E thing) {
        Set<String> tags = new TreeSet<>();
        kind.listings().apply(thing).forEach(filter -> tags.add(filter.tag(kind.many())));
        return tags;
    }
}
