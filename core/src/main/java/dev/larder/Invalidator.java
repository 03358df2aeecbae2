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

    /** Invalidates tags by their internal names. */
    CompletableFuture<Delivery> invalidate(Collection<String> tags, Executor executor) {
        engine.requireOpen("a tag");
        if (tags.isEmpty()) {
            return CompletableFuture.completedFuture(Delivery.ACKNOWLEDGED);
        }
        List<String> names = List.copyOf(tags);
        List<String> blocked = new ArrayList<>(names);
        blocked.add(KeyNames.root());
        blocked.forEach(engine.tags()::block);
        Promise<Delivery> result = new Promise<>(executor);
        long number = engine.journal().begin();
        engine.far().replaceTags(names, new Far.WriteReply() {
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

            private void delivered() {
                names.forEach(tag -> engine.journal().delivered(new Journal.Item.Tag(tag), number));
            }
        });
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
