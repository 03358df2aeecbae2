package dev.larder.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.grounds.Contract;
import dev.larder.grounds.ContractRepository;
import java.util.concurrent.atomic.LongAdder;

/** Plain Caffeine in front of the database, as it comes, to compare hit ratios with. */
final class CaffeineTarget implements ReplayTarget {

    private final ContractRepository contracts;
    private final Cache<Long, Contract> cache;
    private final LongAdder hits = new LongAdder();
    private final LongAdder loads = new LongAdder();

    CaffeineTarget(ContractRepository contracts, int size) {
        this.contracts = contracts;
        this.cache = Caffeine.newBuilder().maximumSize(size).build();
    }

    @Override
    public Tier read(long id) {
        if (cache.getIfPresent(id) != null) {
            hits.increment();
            return Tier.NEAR;
        }
        Contract unused = cache.get(id, contracts::find);
        loads.increment();
        return Tier.DATABASE;
    }

    @Override
    public void write(long id) {
        DatabaseTarget.change(contracts, id);
        cache.invalidate(id);
    }

    @Override
    public Counters counters() {
        cache.cleanUp();
        return new Counters(hits.sum(), 0, loads.sum(), 0, 0, 0, 0, 0, cache.estimatedSize());
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
