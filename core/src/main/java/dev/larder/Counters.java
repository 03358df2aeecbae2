package dev.larder;

import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link CacheStats}. */
final class Counters {

    final LongAdder nearHits = new LongAdder();
    final LongAdder redisHits = new LongAdder();
    final LongAdder staleServed = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder negativeHits = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder loadFailures = new LongAdder();
    final LongAdder loadNanos = new LongAdder();
    final LongAdder coalescedLoads = new LongAdder();
    final LongAdder refreshes = new LongAdder();
    final LongAdder fills = new LongAdder();
    final LongAdder fillsRefused = new LongAdder();
    final LongAdder oversized = new LongAdder();
    final LongAdder unreadable = new LongAdder();
    final LongAdder invalidated = new LongAdder();
    final LongAdder outageReads = new LongAdder();
    final LongAdder journaled = new LongAdder();

    CacheStats snapshot(long nearEntries) {
        return new CacheStats(
                nearHits.sum(),
                redisHits.sum(),
                staleServed.sum(),
                misses.sum(),
                negativeHits.sum(),
                loads.sum(),
                loadFailures.sum(),
                loadNanos.sum(),
                coalescedLoads.sum(),
                refreshes.sum(),
                fills.sum(),
                fillsRefused.sum(),
                oversized.sum(),
                unreadable.sum(),
                invalidated.sum(),
                outageReads.sum(),
                journaled.sum(),
                nearEntries);
    }
}
