package dev.larder;

/**
 * Counts of one cache in one process since its start.
 *
 * @param nearHits reads answered by this process alone
 * @param redisHits reads answered by a fresh value in Redis
 * @param staleServed reads answered by an expired or unproven value, as the policy allows
 * @param misses reads that found nothing usable
 * @param negativeHits hits, near or in Redis, that said "nothing is there"
 * @param loads keys that this process asked the source for
 * @param loadFailures keys whose load threw, timed out or was turned away
 * @param loadNanos time spent in loads, nanoseconds
 * @param coalescedLoads reads that waited for another caller's load, here or in another process, instead of their own
 * @param refreshes loads in the background, before or after expiry
 * @param fills values stored after a load
 * @param fillsRefused values not stored after a load: something was invalidated meanwhile, or the lease had ended
 * @param oversized values not stored for their size
 * @param unreadable entries that could not be read: foreign, damaged, of another schema
 * @param invalidated entries found whose tags had been invalidated
 * @param outageReads reads that could not ask Redis
 * @param journaled invalidations that could not be delivered at once
 * @param nearEntries entries in the near tier now
 */
public record CacheStats(
        long nearHits,
        long redisHits,
        long staleServed,
        long misses,
        long negativeHits,
        long loads,
        long loadFailures,
        long loadNanos,
        long coalescedLoads,
        long refreshes,
        long fills,
        long fillsRefused,
        long oversized,
        long unreadable,
        long invalidated,
        long outageReads,
        long journaled,
        long nearEntries) {}
