package dev.larder.session.limit;

import dev.larder.Keyspace;
import dev.larder.Larder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The limits of one process. */
@SuppressWarnings("DoNotCallSuggester")
final class SharedLimits implements AsyncLimits {

    private final Keyspace keyspace;

    private SharedLimits(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    static SharedLimits on(Larder larder, LimitsSpec spec) {
        return new SharedLimits(larder.keyspace("l"));
    }

    CompletionStage<Decision> begin(Ask ask) {
        throw new UnsupportedOperationException(keyspace.name());
    }

    CompletionStage<Decision> begin(List<Ask> asks, Duration maxWait) {
        throw new UnsupportedOperationException();
    }

    CompletionStage<Decision> beginReserve(List<Ask> asks, Duration maxWait) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Decision> tryAcquire(Limit limit, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Decision> tryAcquire(Limit limit, String key, long cost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Decision> tryAcquire(List<Ask> asks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Decision> reserve(List<Ask> asks, Duration maxWait) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Settlement> refund(Decision.Allowed taken) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Settlement> refund(Decision.Allowed taken, long unused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Settlement> renew(Permit permit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Settlement> release(Permit permit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Settlement> forget(Limit limit, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LimitsStats stats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Limits blocking() {
        return new BlockingLimits(this);
    }
}
