package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits on the caller's thread. */
final class BlockingLimits implements Limits {

    private final SharedLimits shared;

    BlockingLimits(SharedLimits shared) {
        this.shared = shared;
    }

    @Override
    public Decision tryAcquire(Limit limit, String key) {
        return tryAcquire(limit, key, 1);
    }

    @Override
    public Decision tryAcquire(Limit limit, String key, long cost) {
        return await(shared.begin(new Ask(limit, key, cost)));
    }

    @Override
    public Decision tryAcquire(List<Ask> asks) {
        return await(shared.begin(asks, Duration.ZERO));
    }

    @Override
    public Decision reserve(List<Ask> asks, Duration maxWait) {
        return await(shared.beginReserve(asks, maxWait));
    }

    @Override
    public Settlement refund(Decision.Allowed taken) {
        return refund(taken, Long.MAX_VALUE);
    }

    @Override
    public Settlement refund(Decision.Allowed taken, long unused) {
        return await(shared.beginRefund(taken, unused));
    }

    @Override
    public Settlement renew(Permit permit) {
        return await(shared.beginRenew(permit));
    }

    @Override
    public Settlement release(Permit permit) {
        return await(shared.beginRelease(permit));
    }

    @Override
    public Settlement forget(Limit limit, String key) {
        return await(shared.beginForget(limit, key));
    }

    @Override
    public LimitsStats stats() {
        return shared.stats();
    }

    @Override
    public AsyncLimits async() {
        return shared;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
