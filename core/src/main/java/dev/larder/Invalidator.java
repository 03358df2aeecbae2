package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.KeyNames;
import dev.larder.outage.Journal;
import dev.larder.redis.RedisException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Gives tags new versions, in all processes.
 *
 * <p>From before the command is sent until its reply, this process knows no version of the tags: so it obeys its own
 * invalidations at once.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future hands its failures on
final class Invalidator {

    private static final int TAG_PREFIX = KeyNames.tag("").length();

    private final Engine engine;

    Invalidator(Engine engine) {
        this.engine = engine;
    }

    /** How the new versions stand to the old ones. */
    private enum Way {
        /** What carries the old one is invalid. */
        HARD,
        /** What carries the old one is stale. */
        SOFT
    }

    /** Invalidates tags by their internal names. */
    CompletableFuture<Delivery> invalidate(Collection<String> tags, Executor executor) {
        return replace(tags, Way.HARD, executor);
    }

    /**
     * Makes stale what carries one of these tags, by their internal names. What cannot be delivered is journaled as an
     * invalidation.
     */
    CompletableFuture<Delivery> expire(Collection<String> tags, Executor executor) {
        return replace(tags, Way.SOFT, executor);
    }

    private CompletableFuture<Delivery> replace(Collection<String> tags, Way way, Executor executor) {
        engine.requireOpen("a tag");
        if (tags.isEmpty()) {
            return CompletableFuture.completedFuture(Delivery.ACKNOWLEDGED);
        }
        List<String> names = List.copyOf(tags);
        List<String> blocked = new ArrayList<>();
        if (way == Way.HARD || engine.far().shared()) {
            blocked.addAll(names);
            blocked.add(KeyNames.root());
        }
        blocked.forEach(engine.tags()::block);
        Promise<Delivery> result = new Promise<>(executor);
        long number = engine.journal().begin();
        Far.WriteReply reply = new Far.WriteReply() {
            @Override
            public void onDone(boolean admissible) {
                delivered();
                blocked.forEach(engine.tags()::unblock);
                result.complete(Delivery.ACKNOWLEDGED);
            }

            @Override
            public void onRefused() {
                throw new IllegalStateException("an unconditional write was refused");
            }

            @Override
            public void onFailure(RedisException failure) {
                names.forEach(tag -> engine.journal().failed(new Journal.Item.Tag(tag), number));
                blocked.forEach(engine.tags()::unblock);
                engine.tell(new LarderEvent.Journaled(engine.journal().pending()));
                result.complete(Delivery.JOURNALED);
            }

            @Override
            public void onLateDone() {
                delivered();
            }

            // An invalidation that waits is not done by a softer one that came after it.
            private void delivered() {
                long done = way == Way.HARD ? number : 0;
                names.forEach(tag -> engine.journal().delivered(new Journal.Item.Tag(tag), done));
            }
        };
        switch (way) {
            case HARD -> engine.far().replaceTags(names, reply);
            case SOFT -> engine.far().expireTags(names, reply);
        }
        return result.future();
    }

    /** Invalidates the tags of applications whose names fit. */
    CompletableFuture<Delivery> invalidate(Predicate<String> wanted) {
        CompletableFuture<Delivery> result = new CompletableFuture<>();
        Predicate<String> given = tag -> tag.startsWith(KeyNames.tag(""));
        engine.far()
                .findTags(
                        given,
                        (tags, failure) -> engine.executor().execute(() -> {
                            if (failure != null) {
                                result.completeExceptionally(new CacheUnavailableException(
                                        "the tags cannot be listed: " + failure.getMessage(), failure));
                            } else {
                                invalidate(tags, wanted, result);
                            }
                        }));
        return result;
    }

    /** The application's predicate runs on the executor, never on an I/O thread; what it throws ends the call. */
    private void invalidate(List<String> tags, Predicate<String> wanted, CompletableFuture<Delivery> result) {
        try {
            List<String> chosen = tags.stream()
                    .filter(tag -> wanted.test(tag.substring(TAG_PREFIX)))
                    .toList();
            invalidate(chosen, engine.executor()).thenAccept(result::complete);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }
}
