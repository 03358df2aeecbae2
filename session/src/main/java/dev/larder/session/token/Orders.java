package dev.larder.session.token;

import dev.larder.CacheUnavailableException;
import dev.larder.Delivery;
import dev.larder.Keyspace;
import dev.larder.redis.Command;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Orders that must not get lost. */
final class Orders {

    private Orders() {}

    /** Commits one. Its stage fails with {@link CacheUnavailableException} after the end, and when the journal is full. */
    static CompletionStage<Delivery> commit(Keyspace keyspace, String id, Command<?> idempotent) {
        try {
            return keyspace.commit(id, idempotent);
        } catch (CacheUnavailableException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }
}
